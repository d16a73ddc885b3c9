// SPDX-License-Identifier: Apache-2.0
// A ReflectorSink that keeps what a store would keep, by name, and remembers the states that it was told.
#pragma once

#include "kube/reflector.h"

#include <QStringList>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace plimsoll::test {

class RecordingSink final : public kube::ReflectorSink {
public:
    void listBegan() override {
        ++lists;
        m_seen.clear();
    }
    void listItem(std::string_view json) override { put(json); }
    void listEnded() override {
        ++wholeLists;
        std::erase_if(objects, [this](const auto& object) { return !m_seen.contains(object.first); });
    }
    void event(kube::EventType type, std::string_view json) override;
    void progress(std::int64_t received, std::optional<int> part) override {
        bytes += received;
        percent = part ? part : percent;
    }
    void stateChanged(State changed, const std::optional<Error>& why) override {
        state = changed;
        error = why;
        states.push_back(changed);
        if (why) {
            told.push_back(QString::fromStdString(why->sentence()));
        }
    }

    /// "a=1 b=2": namespace/name and resourceVersion of what is there, in order.
    [[nodiscard]] QString dump() const;
    [[nodiscard]] QString sentence() const {
        return error ? QString::fromStdString(error->sentence()) : QString();
    }
    /// As the last state: "Live", "Stale", …
    [[nodiscard]] QString stateName() const;
    [[nodiscard]] bool was(State wanted) const;

    std::map<std::string, std::string> objects; // "namespace/name" or "name" → resourceVersion
    std::vector<State> states;
    QStringList told; // every sentence of a stateChanged()
    std::optional<State> state;
    std::optional<Error> error;
    std::optional<int> percent;
    std::int64_t bytes = 0;
    int lists = 0;
    int wholeLists = 0;
    int events = 0;

private:
    std::string put(std::string_view json);
    std::set<std::string> m_seen;
};

} // namespace plimsoll::test
