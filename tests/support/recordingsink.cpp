// SPDX-License-Identifier: Apache-2.0
#include "support/recordingsink.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace plimsoll::test {

std::string RecordingSink::put(std::string_view json) {
    const auto object = nlohmann::json::parse(json, nullptr, false);
    const auto metadata = object.value("metadata", nlohmann::json::object());
    const auto ns = metadata.value("namespace", std::string());
    const auto key = (ns.empty() ? ns : ns + "/") + metadata.value("name", std::string("?"));
    objects[key] = metadata.value("resourceVersion", std::string());
    m_seen.insert(key);
    return key;
}

void RecordingSink::event(kube::EventType type, std::string_view json) {
    ++events;
    const auto key = put(json);
    if (type == kube::EventType::Deleted) {
        objects.erase(key);
    }
}

QString RecordingSink::dump() const {
    std::string text;
    for (const auto& [name, version] : objects) {
        text += (text.empty() ? "" : " ") + name + "=" + version;
    }
    return QString::fromStdString(text);
}

QString RecordingSink::stateName() const {
    constexpr std::array<const char*, 6> names{"Listing", "Live", "Stale", "Denied", "NotServed", "Failed"};
    return state ? QString::fromLatin1(names.at(static_cast<std::size_t>(*state))) : QString();
}

bool RecordingSink::was(State wanted) const {
    return std::ranges::count(states, wanted) > 0;
}

} // namespace plimsoll::test
