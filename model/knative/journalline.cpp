// SPDX-License-Identifier: Apache-2.0
#include "knative/journalline.h"

#include <nlohmann/json.hpp>

#include <array>

namespace plimsoll::knative {
namespace {

using nlohmann::json;
using State = JournalEntry::State;

constexpr std::array<std::pair<State, std::string_view>, 4> states{{{State::Intended, "intended"},
                                                                    {State::Done, "done"},
                                                                    {State::Failed, "failed"},
                                                                    {State::Undone, "undone"}}};

json valueOf(const std::optional<std::string>& text) {
    return text ? json(*text) : json(nullptr);
}

std::string textOf(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

std::optional<std::string> optionalOf(const json& object, const char* key) {
    const auto it = object.find(key);
    return it != object.end() && it->is_string() ? std::optional(it->get<std::string>()) : std::nullopt;
}

Failure noEntry(std::string_view line) {
    return fail(ErrorCode::Input, "not a journal entry: " + shortened(line), {},
                "the rest of the journal is used; undo that change by hand if it is still wanted");
}

} // namespace

std::string lineOf(const JournalEntry& entry) {
    nlohmann::ordered_json line{{"id", entry.id},
                                {"time", formatTime(entry.time)},
                                {"context", entry.context},
                                {"server", entry.server},
                                {"namespace", entry.ns},
                                {"revision", entry.revision},
                                {"service", entry.service},
                                {"uid", entry.uid},
                                {"before", valueOf(entry.before)},
                                {"after", valueOf(entry.after)}};
    for (const auto& [state, word] : states) {
        if (state == entry.state) {
            line["state"] = word;
        }
    }
    line["batch"] = entry.batch;
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

Result<JournalEntry> entryOf(std::string_view line) {
    const auto object = json::parse(line, nullptr, false);
    if (!object.is_object()) {
        return noEntry(line);
    }
    JournalEntry entry;
    entry.id = textOf(object, "id");
    entry.time = parseTime(textOf(object, "time")).value_or(0);
    entry.context = textOf(object, "context");
    entry.server = textOf(object, "server");
    entry.ns = textOf(object, "namespace");
    entry.revision = textOf(object, "revision");
    entry.service = textOf(object, "service");
    entry.uid = textOf(object, "uid");
    entry.before = optionalOf(object, "before");
    entry.after = optionalOf(object, "after");
    entry.batch = textOf(object, "batch");
    const auto word = textOf(object, "state");
    bool known = false;
    for (const auto& [state, name] : states) {
        if (word == name) {
            entry.state = state;
            known = true;
        }
    }
    if (!known || entry.id.empty() || entry.service.empty()) {
        return noEntry(line);
    }
    return entry;
}

} // namespace plimsoll::knative
