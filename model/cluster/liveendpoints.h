// SPDX-License-Identifier: Apache-2.0
// The core Endpoints of a live cluster, kept as a control plane or dashboard of old keeps them. Nothing in
// Plimsoll reads them (a Service's pods are found by its selector): they are here so that anybody can measure
// what leaving them out saves.
#pragma once

#include "base/text.h"
#include "kube/reflector.h"

#include <map>
#include <vector>

namespace plimsoll::cluster {

class LiveEndpoints final : public kube::ReflectorSink {
public:
    struct Tally {
        std::size_t objects = 0;
        std::int64_t bytes = 0;  // received, JSON
        std::int64_t events = 0; // of the watch
        bool complete = false;
    };

    /// `ns` empty: the whole cluster. Texts are shared with those of the pool.
    LiveEndpoints(const std::string& ns, kube::Client& client, TextPool& pool);
    void start() { m_reflector.start(); }
    [[nodiscard]] Tally tally() const;

private:
    struct Address {
        Text ip;
        Text targetKind;
        Text targetName;
        bool ready = true;
    };
    struct Port {
        Text name;
        Text protocol;
        std::uint16_t port = 0;
    };
    struct Object {
        Text resourceVersion;
        std::vector<Address> addresses;
        std::vector<Port> ports;
        bool seen = true; // by the list under way
    };
    using Key = std::pair<Text, Text>; // namespace, name

    void listBegan() override;
    void listItem(std::string_view json) override { put(json); }
    void listEnded() override;
    void event(kube::EventType type, std::string_view json) override;
    void progress(std::int64_t bytes, std::optional<int> /*percent*/) override { m_bytes += bytes; }
    void stateChanged(State /*state*/, const std::optional<Error>& /*error*/) override {}
    void put(std::string_view json);

    TextPool& m_pool;
    std::map<Key, Object> m_objects;
    std::int64_t m_bytes = 0;
    std::int64_t m_events = 0;
    bool m_complete = false;
    kube::Reflector m_reflector;
};

} // namespace plimsoll::cluster
