from django.contrib import admin

admin.site.site_header = "Community administration"
