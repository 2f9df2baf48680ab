"""Texts of Django's admin and of django-import-export, named so that they are in the project's catalogue.

Why, `borrowed_words` says. The administration is for whoever looks after the installation of a school: a row is a 记录,
what is done with it an 操作, and no page speaks of objects, fields or models.
"""

from django.utils.translation import gettext_noop as _, ngettext_lazy

# The administration's lists of tables and of rows.
TABLES = [
    _("Home"),
    _("Welcome,"),
    _("View site"),
    _("Log out"),
    _("Skip to main content"),
    _("Breadcrumbs"),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Start typing to filter…"),
    _("Filter navigation items"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Close"),
    _("%(app)s administration"),
    _("Models in the %(name)s application"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("You don’t have permission to view or edit anything."),
    _("Recent actions"),
    _("My actions"),
    _("None available"),
    _("Unknown content"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _("Filter"),
    _(" By %(filter_title)s "),
    _("Clear all filters"),
    _("Show counts"),
    _("Hide counts"),
    _("All"),
    _("Yes"),
    _("No"),
    _("Unknown"),
    _("Empty"),
    _("Not empty"),
    _("Any date"),
    _("All dates"),
    _("Today"),
    _("Past 7 days"),
    _("This month"),
    _("This year"),
    _("No date"),
    _("Has date"),
    ngettext_lazy("%(counter)s result", "%(counter)s results"),
    _("%(full_result_count)s total"),
    _("Remove from sorting"),
    _("Sorting priority: %(priority_number)s"),
    _("Toggle sorting"),
]

# What is done with several rows at once.
ACTIONS = [
    _("Action:"),
    _("Go"),
    _("Run the selected action"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"),
    _("0 of %(cnt)s selected"),
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    _("Click here to select the objects across all pages"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Clear selection"),
    _("No action selected."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("Delete selected %(verbose_name_plural)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("Export selected %(verbose_name_plural)s"),
]

# One row: added, changed, deleted, and what it has been through.
ROW = [
    _("Add"),
    _("Add %s"),
    _("Add %(name)s"),
    _("Change"),
    _("Change %s"),
    _("View"),
    _("View %s"),
    _("Error:"),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    _("Save as new"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Save and view"),
    _("Add another %(model)s"),
    _("Change selected %(model)s"),
    _("Delete selected %(model)s"),
    _("View selected %(model)s"),
    _("Lookup"),
    _("Currently:"),
    _("Change:"),
    _("Popup closing…"),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("You may edit it again below."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("Delete multiple objects"),
    _("Cannot delete %(name)s"),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following '
        "related items will be deleted:"
    ),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and "
        "their related items will be deleted:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected "
        "related objects:"
    ),
    _("Deleting the selected %(objects_name)s would require deleting the following protected related objects:"),
    _(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects:"
        " %(related_objects)s"
    ),
    _("Summary"),
    _("Objects"),
    _("Yes, I’m sure"),
    _("No, take me back"),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("History"),
    _("Change history: %s"),
    _("Date/time"),
    _("User"),
    _("Action"),
    ngettext_lazy("entry", "entries"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Added."),
    _("Added {name} “{object}”."),
    _("Changed {fields}."),
    _("Changed {fields} for {name} “{object}”."),
    _("Deleted {name} “{object}”."),
    _("No fields changed."),
    _("None"),
    _("and"),
]

# Rows that come in and go out as a file.
FILES = [
    _("Import"),
    _("Export"),
    _("Format"),
    _("File to import"),
    _("Submit"),
    _("This importer will import the following fields: "),
    _("This exporter will export the following fields: "),
    _("Below is a preview of data to be imported. If you are satisfied with the results, click 'Confirm import'"),
    _("Confirm import"),
    _("Preview"),
    _("Row"),
    _("Line number"),
    _("New"),
    _("Update"),
    _("Skipped"),
    _("Some rows failed to validate"),
    _("Please correct these errors in your data where possible, then reupload it using the form above."),
    _("Non field specific"),
    _("Import finished: {} new, {} updated, {} deleted and {} skipped {}."),
    _("new through import_export"),
    _("update through import_export"),
    _("delete through import_export"),
]

# Django's own tables, named where the columns of all tables are looked along.
TABLES = [_("Addition"), _("Deletion"), _("content type"), _("log entry"), _("permission")]
