// SPDX-License-Identifier: Apache-2.0
// One collection of a live cluster (all Services, or the ConfigMaps of one namespace) on its way into the
// store.
#pragma once

#include "cluster/members.h"
#include "kube/reflector.h"

#include <functional>
#include <memory>
#include <string>

namespace plimsoll::cluster {

class LiveCollection final : public kube::ReflectorSink {
public:
    using State = kube::ReflectorSink::State;

    struct Told {
        std::function<void()> changed;      // objects, or how far it is
        std::function<void()> stateChanged; // state() or error()
        std::function<void(Error)> warned;  // an object that is odd or unreadable
    };

    /// `ns` empty: the whole cluster. Told on the client's thread, from inside the reflector: the collection
    /// must not be destroyed there.
    LiveCollection(Kind kind, std::string ns, std::string_view version, kube::Client& client,
                   Cluster& cluster, Told told);
    ~LiveCollection() override;

    void start() { m_reflector.start(); }
    void restart() { m_reflector.restart(); }
    /// Asks how many objects there are, for expected() and percent(). After start().
    void count(kube::Client& client);
    /// Takes its objects out of the store.
    void withdraw() { m_members.clear(m_cluster); }

    [[nodiscard]] Kind kind() const { return m_kind; }
    [[nodiscard]] const std::string& ns() const { return m_ns; }
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] std::int64_t bytes() const { return m_bytes; }
    [[nodiscard]] std::optional<int> percent() const { return m_percent; }
    /// Objects that the first list will bring; 0: not known.
    [[nodiscard]] std::int64_t expected() const { return m_expected; }
    [[nodiscard]] UnixSeconds lastEvent() const { return m_lastEvent; }

private:
    void listBegan() override { m_members.listBegan(); }
    void listItem(std::string_view json) override { put(json); }
    void listEnded() override;
    void event(kube::EventType type, std::string_view json) override;
    void progress(std::int64_t bytes, std::optional<int> percent) override;
    void stateChanged(State state, const std::optional<Error>& error) override;

    void put(std::string_view json);
    [[nodiscard]] std::optional<Object> decoded(std::string_view json);

    Kind m_kind;
    std::string m_ns;
    std::string m_path;
    Cluster& m_cluster;
    Told m_told;
    Members m_members;
    State m_state = State::Listing;
    std::optional<Error> m_error;
    std::int64_t m_bytes = 0;
    std::optional<int> m_percent;
    std::int64_t m_expected = 0;
    UnixSeconds m_lastEvent = 0;
    kube::Reflector m_reflector;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::cluster
