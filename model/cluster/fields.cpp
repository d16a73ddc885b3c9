// SPDX-License-Identifier: Apache-2.0
#include "cluster/fields.h"

#include "cluster/decode.h"
#include "cluster/quantity.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace plimsoll::cluster {
namespace {

using Json = nlohmann::json;

constexpr std::size_t mostWarnings = 10; // an object that is wrong everywhere need not say so everywhere
constexpr std::size_t deepest = 64;      // no API object nests deeper; keeps the search off the stack's end

/// Finds `wanted` below `value` and writes the way there: "spec.ports[0].port". Only for warnings, so that
/// reading needs no bookkeeping.
bool pathTo(const Json* wanted, const Json& value, std::size_t depth, std::string& path) {
    if (&value == wanted) {
        return true;
    }
    if (depth == deepest || !value.is_structured()) {
        return false;
    }
    const auto length = path.size();
    std::size_t index = 0;
    for (auto it = value.begin(); it != value.end(); ++it, ++index) {
        if (value.is_array()) {
            path.append("[").append(std::to_string(index)).append("]");
        } else {
            path.append(path.empty() ? "" : ".").append(shortened(it.key(), 60));
        }
        if (pathTo(wanted, *it, depth + 1, path)) {
            return true;
        }
        path.resize(length);
    }
    return false;
}

std::string_view typeName(const Json& value) {
    switch (value.type()) {
    case Json::value_t::object:
        return "a map";
    case Json::value_t::array:
        return "a list";
    case Json::value_t::string:
        return "text";
    case Json::value_t::boolean:
        return "true or false";
    default:
        return "a number";
    }
}

std::string_view plain(const Json& root, const char* member) {
    const auto metadata = root.find("metadata");
    if (metadata == root.end() || !metadata->is_object()) {
        return {};
    }
    const auto it = metadata->find(member);
    return it != metadata->end() && it->is_string() ? std::string_view(it->get_ref<const std::string&>())
                                                    : std::string_view();
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

void Reading::warn(const Json& value, std::string_view expected) {
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
    if (value.is_primitive()) {
        text = path + " is " + shortened(value.dump(-1, ' ', false, Json::error_handler_t::replace)) +
               ", not " + std::string(expected);
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
    const auto it = m_value->find(member);
    return {*m_reading, it == m_value->end() ? nullptr : &*it};
}

bool Field::isList() const {
    if (m_value != nullptr && !m_value->is_array()) {
        warn("a list");
        return false;
    }
    return m_value != nullptr;
}

bool Field::isMap() const {
    if (m_value != nullptr && !m_value->is_object()) {
        warn("a map");
        return false;
    }
    return m_value != nullptr;
}

std::string_view Field::view() const {
    if (m_value == nullptr) {
        return {};
    }
    if (!m_value->is_string()) {
        warn("text");
        return {};
    }
    return m_value->get_ref<const std::string&>();
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
    if (!m_value->is_boolean()) {
        warn("true or false");
        return fallback;
    }
    return m_value->get<bool>();
}

std::optional<std::int64_t> Field::number() const {
    if (m_value == nullptr) {
        return std::nullopt;
    }
    if (!m_value->is_number_integer() ||
        (m_value->is_number_unsigned() &&
         m_value->get<std::uint64_t>() >
             static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))) {
        warn("a whole number");
        return std::nullopt;
    }
    return m_value->get<std::int64_t>();
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
    if (m_value == nullptr || m_value->is_string()) {
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
    const auto parsed = m_value->is_string()   ? parseQuantity(view())
                        : m_value->is_number() ? parseQuantity(m_value->dump())
                                               : std::nullopt;
    if (!parsed) {
        warn("a quantity");
    }
    return parsed;
}

std::vector<Text> Field::texts() const {
    std::vector<Text> result;
    each([&](const Field& item) { result.push_back(item.text()); });
    std::erase(result, std::string_view());
    return result;
}

Labels Field::labels() const {
    Labels result;
    eachMember([&](std::string_view key, const Field& value) {
        result.emplace_back(pool().intern(key), value.text()); // nlohmann's maps are sorted
    });
    return result;
}

std::int64_t Field::weight() const {
    return present() ? static_cast<std::int64_t>(
                           m_value->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).size())
                     : 0;
}

Conditions readConditions(const Field& conditions) {
    Conditions result;
    conditions.each([&](const Field& c) {
        result.push_back({c["type"].text(), c["status"].text(), c["reason"].text(), c["message"].ownText(),
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
    meta.uid = metadata["uid"].ownText();
    meta.resourceVersion = metadata["resourceVersion"].ownText();
    meta.created = metadata["creationTimestamp"].time();
    meta.deleted = metadata["deletionTimestamp"].time();
    meta.labels = metadata["labels"].labels();
    metadata["annotations"].eachMember([&](std::string_view key, const Field& value) {
        if (keepsAnnotation(key)) {
            meta.annotations.emplace_back(reading.pool().intern(key), value.text());
        }
    });
    metadata["ownerReferences"].each([&](const Field& owner) {
        if (owner["controller"].boolean()) {
            meta.owner = {owner["kind"].text(), owner["name"].text(), owner["uid"].text()};
        }
    });
    return meta;
}

} // namespace plimsoll::cluster
