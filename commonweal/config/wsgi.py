import os

from django.core.wsgi import get_wsgi_application

os.umask(0o077)  # uploads are for this program alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.config.settings")
application = get_wsgi_application()
