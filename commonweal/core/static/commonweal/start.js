// The one script of our own: starts the components that need a script. Every page works without it.
import { initAll } from "../built/nhsuk-frontend.min.js";

initAll();
