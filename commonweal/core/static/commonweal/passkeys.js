// Shows what needs passkeys only where the browser has them, and says so when one fails.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-passkeys]").forEach((element) => {
    element.hidden = false;
  });
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-problem").hidden = false;
});
