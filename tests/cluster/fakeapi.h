// SPDX-License-Identifier: Apache-2.0
// A cluster behind a scripted server: discovery, lists and watches of the objects that a test gives it, and
// whatever refusals it wants.
#pragma once

#include "support/fakeserver.h"

#include <nlohmann/json.hpp>

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace plimsoll::test {

class FakeApi {
public:
    FakeApi();

    [[nodiscard]] std::string url() const { return m_server.url(); }
    [[nodiscard]] FakeServer& server() { return m_server; }

    /// "networking.istio.io", "v1beta1", {"sidecars", …}; group "" is the core.
    void serve(const std::string& group, const std::string& version, std::vector<std::string> plurals);
    /// Objects of a collection, by its path without namespace: "/api/v1/services".
    void put(const std::string& collection, const nlohmann::json& object);
    void remove(const std::string& collection, const std::string& ns, const std::string& name);
    /// Every request whose path is this is answered so (403 with a Status); an empty `path` ends all
    /// refusals.
    void refuse(const std::string& path, int status);

    /// Lists of this path, but those with a limit, are not answered before release().
    void hold(const std::string& path) { m_held = path; }
    void release();
    /// What access reviews are answered with; without one the server does not tell (404).
    struct Review {
        std::string verb;
        std::string resource;
        std::string ns;
    };
    void review(std::function<bool(const Review&)> allows) { m_allows = std::move(allows); }
    [[nodiscard]] std::vector<Review> reviews() const { return m_reviews; }

    [[nodiscard]] std::vector<std::string> listed() const; // paths of lists, with label selectors
    [[nodiscard]] std::vector<FakeRequest> patches() const { return m_patches; }

private:
    struct Watch {
        std::string collection;
        std::string ns;
        FakeServer::Exchange exchange;
    };

    void answer(const FakeRequest& request, const FakeServer::Exchange& exchange);
    bool answerDiscovery(const std::string& path, const FakeServer::Exchange& exchange);
    void answerCollection(const FakeRequest& request, const std::string& collection, const std::string& ns,
                          const FakeServer::Exchange& exchange);
    struct Event {
        int version;
        std::string collection;
        nlohmann::json json;
    };
    void tell(const std::string& type, const std::string& collection, const nlohmann::json& object);
    static void tell(const Watch& watch, const Event& event);

    FakeServer m_server;
    std::string m_held;
    std::vector<std::pair<FakeRequest, FakeServer::Exchange>> m_waiting;
    std::function<bool(const Review&)> m_allows;
    std::vector<Review> m_reviews;
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> m_served;
    std::map<std::string, std::map<std::pair<std::string, std::string>, nlohmann::json>> m_objects;
    std::map<std::string, int> m_refused;
    std::vector<Watch> m_watches;
    std::vector<Event> m_past;
    std::vector<FakeRequest> m_patches;
    int m_version = 100;
};

} // namespace plimsoll::test
