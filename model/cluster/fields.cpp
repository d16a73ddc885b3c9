// SPDX-License-Identifier: Apache-2.0
#include "cluster/fields.h"

#include "cluster/decode.h"
#include "cluster/quantity.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace plimsoll::cluster {
namespace {

using Type = Tree::Type;

constexpr std::size_t mostWarnings = 10; // an object that is wrong everywhere need not say so everywhere
constexpr std::size_t deepest = 64;      // no API object nests deeper; keeps the search off the stack's end

/// Finds `wanted` below `value` and writes the way there: "spec.ports[0].port". Only for warnings, so that
/// reading needs no bookkeeping.
bool pathTo(const Tree::Node* wanted, const Tree::Node& value, std::size_t depth, std::string& path) {
    if (&value == wanted) {
        return true;
    }
    if (depth == deepest || wanted < &value || wanted >= &value + value.next) {
        return false;
    }
    const auto length = path.size();
    bool found = false;
    std::size_t index = 0;
    const auto tryChild = [&](const std::string& step, const Tree::Node& child) {
        if (!found) {
            path += step;
            found = pathTo(wanted, child, depth + 1, path);
            if (!found) {
                path.resize(length);
            }
        }
    };
    if (value.type == Type::List) {
        Tree::eachItem(value,
                       [&](const Tree::Node& item) { tryChild("[" + std::to_string(index++) + "]", item); });
    } else {
        Tree::eachMember(value, [&](std::string_view key, const Tree::Node& member) {
            tryChild((path.empty() ? "" : ".") + shortened(key, 60), member);
        });
    }
    return found;
}

std::string_view typeName(const Tree::Node& value) {
    switch (value.type) {
    case Type::Map:
        return "a map";
    case Type::List:
        return "a list";
    case Type::String:
        return "text";
    case Type::True:
    case Type::False:
        return "true or false";
    default:
        return "a number";
    }
}

/// By key, as an API server writes them; of two with one key the later counts.
void inOrder(Labels& labels) {
    const auto byKey = [](const auto& a, const auto& b) { return a.first < b.first; };
    const auto unordered = [&](const auto& a, const auto& b) { return !byKey(a, b); };
    if (std::ranges::adjacent_find(labels, unordered) == labels.end()) {
        return;
    }
    std::ranges::reverse(labels);
    std::ranges::stable_sort(labels, byKey);
    const auto twice =
        std::ranges::unique(labels, [](const auto& a, const auto& b) { return a.first == b.first; });
    labels.erase(twice.begin(), twice.end());
}

std::string_view plain(const Tree::Node& root, std::string_view member) {
    const auto* metadata = Tree::member(root, "metadata");
    if (metadata == nullptr || metadata->type != Type::Map) {
        return {};
    }
    const auto* value = Tree::member(*metadata, member);
    return value != nullptr && value->type == Type::String ? value->text : std::string_view();
}

/// Bytes of the value as JSON without white space; an escape counts as the character that it stands for.
std::int64_t compactSize(const Tree::Node& value) {
    std::int64_t size = value.next - 1; // commas and colons: one less than there are children
    for (const auto* node = &value; node != &value + value.next; ++node) {
        switch (node->type) {
        case Type::Null:
        case Type::True:
            size += 4;
            break;
        case Type::False:
            size += 5;
            break;
        case Type::Number:
            size += static_cast<std::int64_t>(node->text.size());
            break;
        case Type::String:
            size += static_cast<std::int64_t>(node->text.size()) + 2;
            break;
        case Type::List:
        case Type::Map:
            size += node->next > 1 ? 1 : 2;
            break;
        }
    }
    return size;
}

} // namespace

std::string Reading::name() const {
    std::string text(info(m_kind).name);
    text += ' ';
    if (const auto ns = plain(m_root, "namespace"); !ns.empty()) {
        text += shortened(ns) + '/';
    }
    return text + shortened(plain(m_root, "name"));
}

void Reading::warn(const Tree::Node& value, std::string_view expected) {
    if (std::ranges::find(m_warned, &value) != m_warned.end()) {
        return; // read in several places
    }
    if (m_warned.size() >= mostWarnings) {
        return;
    }
    m_warned.push_back(&value);
    std::string path;
    if (!pathTo(&value, m_root, 0, path)) {
        path = "a field";
    }
    auto text = path + " is " + std::string(typeName(value)) + ", not " + std::string(expected);
    if (value.type == Type::String) {
        text = path + " is \"" + shortened(value.text) + "\", not " + std::string(expected);
    } else if (value.type != Type::List && value.type != Type::Map) {
        text = path + " is " + shortened(value.text) + ", not " + std::string(expected);
    }
    warn(std::move(text) + "; taken as absent");
}

void Reading::warn(std::string what) {
    m_warnings.push_back({ErrorCode::Input, std::move(what), name(), {}, 0});
}

Field Field::operator[](std::string_view member) const {
    if (!isMap()) {
        return {*m_reading, nullptr};
    }
    return {*m_reading, Tree::member(*m_value, member)};
}

std::size_t Field::count() const {
    std::size_t items = 0;
    if (m_value != nullptr && m_value->type == Type::List) {
        Tree::eachItem(*m_value, [&items](const Tree::Node&) { ++items; });
    }
    return items;
}

bool Field::isList() const {
    if (m_value != nullptr && m_value->type != Type::List) {
        warn("a list");
        return false;
    }
    return m_value != nullptr;
}

bool Field::isMap() const {
    if (m_value != nullptr && m_value->type != Type::Map) {
        warn("a map");
        return false;
    }
    return m_value != nullptr;
}

std::string_view Field::view() const {
    if (m_value == nullptr) {
        return {};
    }
    if (m_value->type != Type::String) {
        warn("text");
        return {};
    }
    return m_value->text;
}

Text Field::text() const {
    return pool().intern(view());
}

Text Field::textOr(std::string_view fallback) const {
    const auto value = view();
    return pool().intern(value.empty() ? fallback : value);
}

Text Field::ownText() const {
    return Text(view());
}

bool Field::boolean(bool fallback) const {
    if (m_value == nullptr) {
        return fallback;
    }
    if (m_value->type != Type::True && m_value->type != Type::False) {
        warn("true or false");
        return fallback;
    }
    return m_value->type == Type::True;
}

std::optional<std::int64_t> Field::number() const {
    if (m_value == nullptr) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    const auto text = m_value->text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (m_value->type != Type::Number || error != std::errc() || end != text.data() + text.size()) {
        warn("a whole number");
        return std::nullopt;
    }
    return value;
}

std::optional<int> Field::integer() const {
    const auto value = number();
    if (value && (*value > std::numeric_limits<int>::max() || *value < std::numeric_limits<int>::min())) {
        warn("a number of 32 bits");
        return std::nullopt;
    }
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

std::uint16_t Field::port() const {
    const auto value = number();
    if (value && (*value < 0 || *value > 65535)) {
        warn("a port");
        return 0;
    }
    return static_cast<std::uint16_t>(value.value_or(0));
}

Text Field::intOrString() const {
    if (m_value == nullptr || m_value->type == Type::String) {
        return text();
    }
    const auto value = number();
    return value ? pool().intern(std::to_string(*value)) : Text();
}

UnixSeconds Field::time() const {
    const auto value = view();
    if (value.empty()) {
        return 0;
    }
    const auto parsed = parseTime(value);
    if (!parsed) {
        warn("a time");
    }
    return parsed.value_or(0);
}

std::optional<std::int64_t> Field::quantity() const {
    if (m_value == nullptr) {
        return std::nullopt;
    }
    // Written as a JSON number too: `memory: 128974848`.
    const bool written = m_value->type == Type::String || m_value->type == Type::Number;
    const auto parsed = written ? parseQuantity(m_value->text) : std::nullopt;
    if (!parsed) {
        warn("a quantity");
    }
    return parsed;
}

std::vector<Text> Field::texts() const {
    std::vector<Text> result;
    result.reserve(count());
    each([&](const Field& item) { result.push_back(item.text()); });
    std::erase(result, std::string_view());
    return result;
}

Labels Field::labels(bool (*keeps)(std::string_view)) const {
    Labels result;
    std::size_t kept = 0; // there are a hundred thousand maps of labels: none has room to spare
    eachMember([&](std::string_view key, const Field& /*value*/) { kept += keeps(key) ? 1 : 0; });
    result.reserve(kept);
    eachMember([&](std::string_view key, const Field& value) {
        if (keeps(key)) {
            result.emplace_back(pool().intern(key), value.text());
        }
    });
    inOrder(result);
    return result;
}

std::int64_t Field::weight() const {
    return present() ? compactSize(*m_value) : 0;
}

Conditions readConditions(const Field& conditions) {
    Conditions result;
    result.reserve(conditions.count());
    conditions.each([&](const Field& c) {
        result.push_back({c["type"].text(), c["status"].text(), c["reason"].text(), c["message"].text(),
                          c["lastTransitionTime"].time()});
    });
    return result;
}

Meta readMeta(Reading& reading, Kind kind) {
    const auto metadata = Field(reading)["metadata"];
    Meta meta;
    meta.name = metadata["name"].text();
    if (info(kind).namespaced) {
        meta.ns = metadata["namespace"].text();
        if (meta.ns.empty()) {
            meta.ns = reading.pool().intern("default");
            reading.warn("has no metadata.namespace; taken as being in \"default\"");
        }
    }
    // A ServerlessService and a PodAutoscaler come with every revision, and nobody asks which ones they are.
    const bool companion = kind == Kind::ServerlessService || kind == Kind::PodAutoscaler;
    if (!companion) {
        meta.uid = metadata["uid"].text(); // shared with the owner references to it
        meta.resourceVersion = metadata["resourceVersion"].ownText();
    }
    meta.created = metadata["creationTimestamp"].time();
    meta.deleted = metadata["deletionTimestamp"].time();
    const bool selected = kind == Kind::Pod || kind == Kind::Deployment || kind == Kind::Namespace;
    meta.labels =
        metadata["labels"].labels(selected ? [](std::string_view /*key*/) { return true; } : keepsLabel);
    meta.annotations = metadata["annotations"].labels(keepsAnnotation);
    metadata["ownerReferences"].each([&](const Field& owner) {
        if (!companion && owner["controller"].boolean()) {
            meta.owner = {owner["kind"].text(), owner["name"].text(), owner["uid"].text()};
        }
    });
    return meta;
}

} // namespace plimsoll::cluster
