"""Draw the stand-in's table of types from a real NetBox: run it with that NetBox's own Python, it prints JSON.

    DJANGO_SETTINGS_MODULE=netbox.settings python describe_netbox.py | gzip -9n > bot/demo/standin/types.json.gz

Only facts are taken (names, kinds, limits, choices, relations, filters), read from serializers, filter sets and models; nothing of the
database but the list of object types. Drawn from NetBox 4.7.3.
"""

import ast
import importlib
import inspect
import json
import re
import sys
import textwrap

import django

django.setup()

from core.api.serializers import ObjectTypeSerializer  # noqa: E402
from core.models import ObjectType  # noqa: E402
from django.apps import apps  # noqa: E402
from django.contrib.contenttypes.fields import GenericForeignKey, GenericRel, GenericRelation  # noqa: E402
from django.core.exceptions import FieldDoesNotExist  # noqa: E402
from django.db import models  # noqa: E402
from django.db.models.fields import NOT_PROVIDED  # noqa: E402
from django.utils.encoding import force_str  # noqa: E402
from django.utils.functional import Promise  # noqa: E402
from netbox.api.exceptions import SerializerNotFound  # noqa: E402
from netbox.api.metadata import ContentTypeMetadata  # noqa: E402
from netbox.settings import RELEASE  # noqa: E402
from rest_framework import serializers  # noqa: E402
from rest_framework.test import APIRequestFactory  # noqa: E402
from utilities.api import get_serializer_for_model, get_view_name  # noqa: E402

APPS = ("circuits", "core", "dcim", "extras", "ipam", "tenancy", "users", "virtualization", "vpn", "wireless")
LEFT_OUT = (
    "background-queues",
    "background-tasks",
    "background-workers",
    "connected-device",
    "scripts/upload",
    "config",
)
# What a method of a filter set asks for, where that is "one of these paths leads to something".
PRESENCE = {
    "_console_ports": ["consoleport"],
    "_console_server_ports": ["consoleserverport"],
    "_power_ports": ["powerport"],
    "_power_outlets": ["poweroutlet"],
    "_interfaces": ["interface"],
    "_pass_through_ports": ["frontport", "rearport"],
    "_module_bays": ["modulebay"],
    "_device_bays": ["devicebay"],
    "_inventory_items": ["inventoryitem"],
    "_has_primary_ip": ["primary_ip4", "primary_ip6"],
    "_has_oob_ip": ["oob_ip"],
    "_virtual_chassis_member": ["virtual_chassis"],
    "_has_virtual_device_context": ["vdcs"],
    "_has_front_image": ["front_image"],
    "_has_rear_image": ["rear_image"],
    "_local_context_data": ["local_context_data"],
    "filter_assigned": ["assigned_object_id"],
    "_assigned": ["assigned_object_id"],
    "_assigned_to_interface": ["interface", "vminterface", "fhrpgroup"],
}
# What a view's queryset counts beside the serializer (over a whole subtree where the type is a tree).
ANNOTATED = {
    "site_count": ("dcim.site", {"dcim.region": "region", "dcim.sitegroup": "group"}),
    "rack_count": ("dcim.rack", {"dcim.location": "location"}),
    "device_count": (
        "dcim.device",
        {"dcim.location": "location", "dcim.devicerole": "role", "dcim.platform": "platform"},
    ),
    "virtualmachine_count": ("virtualization.virtualmachine", {"dcim.devicerole": "role", "dcim.platform": "platform"}),
    "cable_count": ("dcim.cable", {"dcim.cablebundle": "bundle"}),
    "tenant_count": ("tenancy.tenant", {"tenancy.tenantgroup": "group"}),
    "contact_count": ("tenancy.contact", {"tenancy.contactgroup": "groups"}),
    "wirelesslan_count": ("wireless.wirelesslan", {"wireless.wirelesslangroup": "group"}),
}
MAPPINGS = ("PortMapping", "PortTemplateMapping")
KINDS = {
    "CharField": "string", "SlugField": "slug", "EmailField": "email", "URLField": "link", "IntegerField": "integer",
    "BigIntegerField": "integer", "FloatField": "decimal", "DecimalField": "decimal", "BooleanField": "boolean",
    "DateField": "date", "DateTimeField": "datetime", "DurationField": "string", "UUIDField": "string",
    "JSONField": "json", "AttributesField": "json", "DictField": "json", "ContentTypeField": "object type",
    "CustomFieldsDataField": "custom fields", "IPNetworkField": "network", "IPAddressField": "address",
    "TimeZoneSerializerField": "string", "ModelField": "mac", "ImageField": "image", "FileField": "image",
    "GFKSerializerField": "generic", "SerializerMethodField": "computed", "RelatedObjectCountField": "count",
    "PortMappingsField": "json", "NetBoxAPIHyperlinkedIdentityField": "url", "NetBoxURLHyperlinkedIdentityField": "page",
    "HyperlinkedIdentityField": "url", "ReadOnlyField": "computed",
}  # fmt: skip
metadata = ContentTypeMetadata()


def plain(value):
    """Return a value as JSON can carry it."""
    if isinstance(value, Promise):
        return force_str(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items()}
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value) if not hasattr(value, "__float__") else float(value)


def label(model):
    """Return "dcim.site" of a model."""
    return f"{model._meta.app_label}.{model._meta.model_name}"


def sources(model):
    """Return the name of each model field in the API, where it has another."""
    names = {"custom_field_data": "custom_fields", "pk": "id"}
    try:
        for name, field in get_serializer_for_model(model)().fields.items():
            if field.source not in ("*", name):
                names[field.source] = name
    except SerializerNotFound:
        pass  # a model without a serializer keeps its names
    return names


def hops(model, path):
    """Resolve an ORM path to steps from type to type and the field at its end."""
    steps = []
    parts = path.split("__")
    for index, part in enumerate(parts):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        last = index == len(parts) - 1
        name = sources(model).get(field.name, field.name)
        if isinstance(field, GenericRelation):
            steps.append(
                ["generic", label(field.related_model), field.content_type_field_name, field.object_id_field_name]
            )
        elif isinstance(field, GenericRel):
            relation = field.field
            steps.append(
                ["member", label(relation.model), relation.content_type_field_name, relation.object_id_field_name]
            )
            model = relation.model
            continue
        elif field.many_to_many and field.auto_created:
            steps.append(["members", label(field.related_model), field.field.name])
        elif field.one_to_many or (field.one_to_one and field.auto_created):
            steps.append(
                [
                    "children",
                    label(field.related_model),
                    sources(field.related_model).get(field.field.name, field.field.name),
                ]
            )
        elif field.many_to_many and field.related_model._meta.label == "contenttypes.ContentType":
            return steps, name
        elif field.many_to_many:
            steps.append(["each", label(field.related_model), name])
        elif (
            field.is_relation and field.related_model and field.related_model._meta.label != "contenttypes.ContentType"
        ):
            if last and not field.many_to_one and not field.one_to_one:
                return steps, name
            steps.append(["to", label(field.related_model), name])
        else:
            return steps, name
        model = field.related_model
    return steps, "id"


def model_field(model, source):
    """Return the model's field behind a serializer's field, or None."""
    try:
        return model._meta.get_field(source)
    except FieldDoesNotExist:
        return None


def default_of(stored):
    """Return the value a new object gets where none is given, or NOT_PROVIDED."""
    default = stored.default
    if default is NOT_PROVIDED:
        return "" if not stored.null and isinstance(stored, (models.CharField, models.TextField)) else NOT_PROVIDED
    if getattr(default, "__name__", "").startswith("default_vid_ranges"):
        return [[1, 4094]]
    value = default() if callable(default) else default
    return NOT_PROVIDED if hasattr(value, "isoformat") else value  # the time of a moment is no fact


def nested_fields(serializer):
    """Return the fields an object shows inside another.

    Where one of them shows another object otherwise than usual it is a pair, [name, fields], and [name, []] where it shows a bare id.
    """
    model, found = serializer.Meta.model, []
    usual = get_serializer_for_model(model)().fields
    for name, field in serializer.fields.items():
        if (
            isinstance(field, serializers.IntegerField)
            and field.read_only
            and field.default is serializers.empty
            and not hasattr(model, field.source)
        ):
            continue  # a count that only the list of the type itself annotates
        if (
            isinstance(field, serializers.PrimaryKeyRelatedField)
            and not isinstance(usual.get(name), serializers.PrimaryKeyRelatedField)
        ) or (type(usual.get(name)).__name__ == "ChoiceField" and type(field).__name__ != "ChoiceField"):
            found.append([name, []])
        elif isinstance(field, serializers.ModelSerializer) and (fields := nested_fields(field)) != nested_fields(
            usual[name]
        ):
            found.append([name, fields])
        else:
            found.append(name)
    return found


def kind_of(name, field):  # noqa: C901, PLR0911 - one branch a kind of field
    """Return our word for the kind of a serializer's field, with what belongs to it."""
    nested = field.child if isinstance(field, serializers.ListSerializer) else field
    kind = type(field).__name__
    if name == "tags":  # config contexts name tags by their slugs, all others show them
        return {"kind": "tags" if isinstance(field, serializers.ListSerializer) else "list"}
    if isinstance(field, serializers.ManyRelatedField):
        child = field.child_relation
        if type(child).__name__ == "ContentTypeField":
            return {"kind": "object types", "limit": limit_of(child)}
        about = {"kind": "ids", "to": label(child.queryset.model)}
        return (
            {**about, "kind": "refs", "nested": nested_fields(child.serializer(nested=child.nested))}
            if hasattr(child, "serializer")
            else about
        )
    if isinstance(field, serializers.PrimaryKeyRelatedField):
        return {"kind": "id of"}
    if isinstance(nested, serializers.ModelSerializer):
        model = nested.Meta.model
        if model.__name__ in MAPPINGS:
            return {"kind": "mappings"}
        return {"kind": "ref" if nested is field else "refs", "to": label(model), "nested": nested_fields(nested)}
    if isinstance(field, (serializers.ListSerializer, serializers.ListField)):
        special = {"GenericObjectSerializer": "terminations", "IntegerRangeSerializer": "ranges"}
        return {"kind": special.get(type(nested).__name__, "list")}
    if kind == "ChoiceField":
        choices = field.choices if isinstance(field.choices, dict) else field._choices
        return {
            "kind": "enum" if isinstance(field, serializers.ChoiceField) else "choice",
            "choices": list(choices.items()),
        }
    if kind == "ContentTypeField":
        return {"kind": "object type", "limit": limit_of(field)}
    if kind == "IntegerField" and field.read_only and field.default == 0:
        return {"kind": "annotated"}
    return {"kind": KINDS[kind]}


def limit_of(field):
    """Return the object types a content type field accepts, or None for all."""
    if field.read_only or field.queryset is None:
        return None
    names = sorted(f"{item.app_label}.{item.model}" for item in field.queryset.all())
    return names if len(names) < 100 else None


def describe_field(model, name, field):  # noqa: C901, PLR0912 - one branch a thing there may be to say
    """Describe one field of a serializer: what OPTIONS says of it, and how it is stored and checked."""
    info = metadata.get_field_info(field)
    stored = model_field(model, field.source)
    about = {
        "info": {key: value for key, value in info.items() if key not in ("child", "children", "choices")},
        **kind_of(name, field),
    }
    if isinstance(field, serializers.ListSerializer) and name != "tags":
        about["child"] = True
    for key, usual in {"required": False, "read_only": False, "type": "field"}.items():
        if about["info"].get(key) == usual:
            del about["info"][key]
    if about["kind"] == "id of":
        about["to"] = label(stored.related_model)
    if about["kind"] == "count":
        related = getattr(model, field.relation).field
        about["of"] = [label(related.model), sources(related.model).get(related.name, related.name)]
    if about["kind"] == "annotated":
        counted, by = ANNOTATED[name]
        about["of"] = [counted, by[label(model)]]
    if about["kind"] == "generic":
        key = next(
            item
            for item in model._meta.private_fields
            if isinstance(item, GenericForeignKey) and item.name == field.source
        )
        about["of"] = [sources(model).get(key.ct_field, key.ct_field), sources(model).get(key.fk_field, key.fk_field)]
    if type(stored).__name__ == "CounterCacheField":
        about.update(kind="counter", of=[label(apps.get_model(stored.to_model_name)), stored.to_field_name])
    if (
        about["kind"] in ("ref", "refs")
        and stored is not None
        and (isinstance(stored, GenericRelation) or not isinstance(stored, models.Field))
    ):
        about["path"] = hops(model, field.source)[0]
    for key, attribute in {"null": "allow_null", "blank": "allow_blank", "write_only": "write_only"}.items():
        if getattr(field, attribute, False):
            about[key] = True
    for validator in getattr(field, "validators", []):
        if type(validator).__name__ == "UniqueValidator":
            about["unique"] = validator.message
        elif type(validator).__name__ == "RegexValidator" and about["kind"] != "slug":
            found = validator.regex.pattern
            about["pattern"] = [f"^(?!.*{found})" if validator.inverse_match else found, validator.message]
    if isinstance(stored, models.Field):
        if (default := default_of(stored)) is not NOT_PROVIDED and not field.read_only:
            about["default"] = default
        if isinstance(stored, models.ForeignKey):
            about["on_delete"] = stored.remote_field.on_delete.__name__
        if stored.one_to_one:
            about["one"] = True
        if getattr(stored, "db_collation", None) == "natural_sort":
            about["natural"] = True
    return about


def choices_of(choices):
    """Return the values of choices, those in groups too."""
    found = []
    for key, value in choices() if callable(choices) and not hasattr(choices, "CHOICES") else choices:
        found.extend([inner for inner, _ in value] if isinstance(value, (list, tuple)) else [key])
    return plain(found)


def describe_filter(model, item):  # noqa: C901 - one branch a thing there may be to say
    """Describe one filter: how its values are read, which path they are held against, with which look-up."""
    about = {"kind": type(item).__name__}
    method = item._method if hasattr(item, "_method") else item.method
    method = method if isinstance(method, str) else (item.method.__name__ if item.method else None)
    extra = item.extra
    if "queryset" in extra:
        queryset = extra["queryset"]
        about["of"] = label(
            (queryset(None) if callable(queryset) and not hasattr(queryset, "model") else queryset).model
        )
        if extra.get("to_field_name"):
            about["key"] = extra["to_field_name"]
    if "choices" in extra:
        about["choices"] = choices_of(extra["choices"])
        if extra.get("null_value", getattr(item, "null_value", None)):
            about["null"] = plain(extra.get("null_value", item.null_value))
    if getattr(item, "conjoined", False):
        about["all"] = True
    if method in PRESENCE:
        suffix = "templates" if model.__name__ in ("DeviceType", "ModuleType") else "s"
        paths = [part if model_field(model, part) is not None else part + suffix for part in PRESENCE[method]]
        about["present"] = [hops(model, path) for path in paths if model_field(model, path) is not None]
        return about
    if method:
        about["method"] = method
        about["leaf"] = item.field_name
        return about
    if item.exclude:
        about["exclude"] = True
    if item.lookup_expr not in ("exact", "in"):
        about["lookup"] = item.lookup_expr
    try:
        steps, leaf = hops(model, item.field_name)
    except FieldDoesNotExist:
        steps, leaf = [], item.field_name
    if any(step[1].endswith(("portmapping", "porttemplatemapping")) for step in steps):
        return {**about, "method": "mapped"}
    about.update(path=steps, leaf=leaf)
    return about


def describe_filters(model, filterset):
    """Describe all filters of a type, the look-ups gathered under the filter they belong to."""
    found, all_filters = {}, filterset.get_filters()
    declared = set(filterset.declared_filters)
    for name, item in all_filters.items():
        root = name.rsplit("__", 1)[0]
        if "__" in name and name not in declared and root in found:
            found[root].setdefault("lookups", []).append(name.rsplit("__", 1)[1])
        else:
            found[name] = describe_filter(model, item)
    return found


def describe_search(model, filterset):
    """Read from a filter set's search() which fields `q` looks into, and how."""
    sources_read = [inspect.getsource(filterset.search)]
    if "super().search" in sources_read[0]:
        owner = next(each for each in filterset.__mro__ if "search" in vars(each))
        sources_read.append(inspect.getsource(super(owner, filterset).search))
    found = []
    for node in (node for source in sources_read for node in ast.walk(ast.parse(textwrap.dedent(source)))):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in ("Q", "filter"):
            for keyword in node.keywords:
                path, _, lookup = keyword.arg.rpartition("__")
                if lookup not in ("icontains", "contains", "istartswith", "inet", "net_contains_or_equals"):
                    path, lookup = keyword.arg, "exact"
                path = path.replace("__host", "")
                entry = [*hops(model, path), lookup]
                if entry not in found:
                    found.append(entry)
    return found


def describe_unique(model):
    """Describe the unique constraints of a model with the messages their violation gives."""
    found = []
    for constraint in model._meta.constraints:
        if not isinstance(constraint, models.UniqueConstraint):
            continue
        fields = list(constraint.fields) or [
            re.sub(r"Lower\(F\((\w+)\)\)", r"~\1", re.sub(r"^F\((\w+)\)$", r"\1", str(item)))
            for item in constraint.expressions
        ]
        custom = force_str(constraint.violation_error_message)
        default = "Constraint" in custom and "is violated" in custom
        about = {
            "fields": fields,
            "message": model().unique_error_message(model, tuple(constraint.fields)).messages[0] if default else custom,
        }
        if constraint.condition is not None:
            about["condition"] = str(constraint.condition)
        if constraint.nulls_distinct is False:
            about["nulls"] = True
        found.append(about)
    return found


def describe_ordering(model):
    """Return a type's own order as field names, descending ones with a minus."""
    found = []
    for item in model._meta.ordering:
        if item == "sort_path" and model._meta.get_field(item).db_collation == "natural_sort":
            found.append("~sort_path")
        elif isinstance(item, str):
            sign, name = ("-", item[1:]) if item.startswith("-") else ("", item)
            name = name.removesuffix("__id")
            found.append(sign + sources(model).get(name, name))
        else:
            # "^": by the bare id, nothing first
            found.append(("^" if getattr(item, "nulls_first", None) else "") + re.search(r"F\((\w+)\)", str(item))[1])
    return found


def describe_log(model):
    """Return the names of what the change log keeps of an object."""
    hidden = ("created", "last_updated", "path", "sort_path")
    kept = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.name.startswith("_") and field.name not in hidden
    ]
    kept += [field.name for field in model._meta.local_many_to_many]
    names = sources(model)
    return list(dict.fromkeys(names.get(name, name) for name in kept))


def describe_type(app, prefix, viewset, routes):
    """Describe one type of object."""
    serializer_class = viewset.serializer_class
    model = serializer_class.Meta.model
    view = viewset()
    filterset = getattr(viewset, "filterset_class", None)
    about = {
        "list": f"{app}/{prefix}",
        "model": model.__name__,
        "names": [force_str(model._meta.verbose_name), force_str(model._meta.verbose_name_plural)],
        "view": get_view_name(view),
        "methods": sorted(routes),
        "ordering": describe_ordering(model),
        "brief": list(getattr(serializer_class.Meta, "brief_fields", ())),
        "fields": {name: describe_field(model, name, field) for name, field in serializer_class().fields.items()},
        "filters": describe_filters(model, filterset) if filterset else {},
        "search": describe_search(model, filterset) if filterset and "q" in filterset.get_filters() else [],
        "unique": describe_unique(model),
        "log": describe_log(model),
        "cascade": [
            [label(item.related_model), item.content_type_field_name, item.object_id_field_name]
            for item in model._meta.private_fields
            if isinstance(item, GenericRelation)
        ],
    }
    return label(model), about


METHODS = {"get": "list", "post": "create", "put": "update", "patch": "partial_update", "delete": "destroy"}


def describe_types():
    """Describe all types that have a list."""
    types = {}
    for app in APPS:
        for prefix, viewset, _ in importlib.import_module(f"{app}.api.urls").router.registry:
            if hasattr(getattr(viewset, "serializer_class", None), "Meta") and prefix not in LEFT_OUT:
                methods = {method for method, action in METHODS.items() if hasattr(viewset, action)}
                name, about = describe_type(app, prefix, viewset, methods)
                types[name] = about
    return types


def object_types():
    """Return the rows of core/object-types, without their addresses."""
    context = {"request": APIRequestFactory(SERVER_NAME="localhost").get("/")}
    rows = ObjectTypeSerializer(ObjectType.objects.order_by("app_label", "model"), many=True, context=context).data
    return [{key: value for key, value in dict(row).items() if key not in ("url", "display_url")} for row in rows]


def main():
    """Print the table."""
    table = {"version": RELEASE.version, "types": describe_types(), "object_types": object_types()}
    json.dump(table, sys.stdout, separators=(",", ":"), default=plain)


if __name__ == "__main__":
    main()
