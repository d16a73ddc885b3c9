// SPDX-License-Identifier: Apache-2.0
#include "kube/reflector.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace plimsoll::kube {
namespace {

using nlohmann::json;

std::string textAt(const json& object, const char* key) {
    const auto it = object.is_object() ? object.find(key) : object.end();
    return it != object.end() && it->is_string() ? it->get<std::string>() : std::string();
}

const json& listAt(const json& object, const char* key) {
    static const json none = json::array();
    const auto it = object.is_object() ? object.find(key) : object.end();
    return it != object.end() && it->is_array() ? *it : none;
}

/// The JSON object of a success, else why there is none.
Result<json> objectOf(const Result<Response>& answer, const std::string& where) {
    if (!answer) {
        return tl::unexpected(answer.error());
    }
    if (auto error = check(*answer, where)) {
        return tl::unexpected(*error);
    }
    auto parsed = json::parse(answer->body.begin(), answer->body.end(), nullptr, false);
    if (!parsed.is_object()) {
        return fail(ErrorCode::Server, "the answer is not a JSON object", where,
                    "Check that the address is that of a Kubernetes API server");
    }
    return parsed;
}

/// Groups with all their resources in one answer (beta and on since 1.27, v2 since 1.30); others answer the
/// last of these, and are asked group by group.
constexpr auto aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
                            "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,"
                            "application/json";

bool isAggregated(const json& answer) {
    return textAt(answer, "kind") == "APIGroupDiscoveryList";
}

/// Keeps itself alive by the answers that it waits for.
class Asking : public std::enable_shared_from_this<Asking> {
public:
    using Done = std::function<void(Result<Discovery>)>;
    Asking(Client& client, std::vector<std::string> groups, Done done)
        : m_client(client), m_groups(std::move(groups)), m_done(std::move(done)) {}

    void start() {
        const Waiting first(*this);
        ask("/version", [](Asking& self, const Result<json>& version) { self.takeVersion(version); });
        ask("/api", [](Asking& self, const Result<json>& core) { self.takeCore(core); });
        ask("/apis", [](Asking& self, const Result<json>& groups) { self.takeGroups(groups); });
    }

private:
    /// Reports when the last question is answered.
    class Waiting {
    public:
        explicit Waiting(Asking& asking) : m_asking(asking) { ++m_asking.m_open; }
        ~Waiting() {
            if (--m_asking.m_open == 0) {
                m_asking.finish();
            }
        }
        Waiting(const Waiting&) = delete;
        Waiting& operator=(const Waiting&) = delete;

    private:
        Asking& m_asking;
    };

    void ask(const std::string& path, std::function<void(Asking&, const Result<json>&)> take) {
        ++m_open;
        Request request;
        request.path = path;
        if (path == "/api" || path == "/apis") {
            request.accept = aggregated;
        }
        m_client.send(request, [self = shared_from_this(), path,
                                take = std::move(take)](const Result<Response>& answer) {
            const Waiting more(*self);
            --self->m_open;
            take(*self, objectOf(answer, path));
        });
    }

    void takeVersion(const Result<json>& version) {
        if (version) {
            m_found.serverVersion = textAt(*version, "gitVersion");
        } else {
            m_found.warnings.push_back(version.error());
        }
    }

    void takeCore(const Result<json>& core) {
        if (!core) {
            m_error = m_error ? m_error : core.error();
            return;
        }
        if (isAggregated(*core)) {
            takeAggregated(*core);
            return;
        }
        for (const auto& version : listAt(*core, "versions")) {
            if (version.is_string()) {
                found({}, version.get<std::string>());
            }
        }
    }

    void takeGroups(const Result<json>& groups) {
        if (!groups) {
            m_error = m_error ? m_error : groups.error();
            return;
        }
        if (isAggregated(*groups)) {
            takeAggregated(*groups);
            return;
        }
        for (const auto& group : listAt(*groups, "groups")) {
            for (const auto& version : listAt(group, "versions")) {
                found(textAt(group, "name"), textAt(version, "version"));
            }
        }
    }

    void takeAggregated(const json& list) {
        for (const auto& item : listAt(list, "items")) {
            const auto metadata = item.is_object() ? item.find("metadata") : item.end();
            const auto group = metadata != item.end() ? textAt(*metadata, "name") : std::string();
            for (const auto& version : listAt(item, "versions")) {
                takeVersionOf(group, version);
            }
        }
    }

    void takeVersionOf(const std::string& group, const json& version) {
        const auto name = textAt(version, "version");
        const auto& resources = listAt(version, "resources");
        if (std::ranges::count(m_groups, group) == 0) {
            m_found.entries.push_back({group, name, {}});
        } else if (textAt(version, "freshness") == "Stale" && resources.empty()) {
            m_found.unread.push_back({group, name, {}});
            m_found.warnings.push_back(
                Error{ErrorCode::Server, "the server that answers for this group is not available",
                      "/apis/" + group + "/" + name, "Look at the APIService of that name", 0});
        }
        for (const auto& resource : resources) {
            if (std::ranges::count(m_groups, group) > 0) {
                m_found.entries.push_back({group, name, textAt(resource, "resource")});
            }
        }
    }

    void found(const std::string& group, const std::string& version) {
        if (std::ranges::count(m_groups, group) == 0) {
            m_found.entries.push_back({group, version, {}});
            return;
        }
        const std::string path =
            (group.empty() ? "/api/" : "/apis/" + encoded(group) + "/") + encoded(version);
        ask(path, [group, version](Asking& self, const Result<json>& resources) {
            self.takeResources(group, version, resources);
        });
    }

    void takeResources(const std::string& group, const std::string& version, const Result<json>& resources) {
        if (!resources) {
            m_found.unread.push_back({group, version, {}});
            m_found.warnings.push_back(resources.error());
            return;
        }
        for (const auto& resource : listAt(*resources, "resources")) {
            const auto name = textAt(resource, "name");
            if (!name.empty() && name.find('/') == std::string::npos) { // "pods/status" is none of its own
                m_found.entries.push_back({group, version, name});
            }
        }
    }

    void finish() {
        if (m_error) {
            m_done(tl::unexpected(*m_error));
        } else {
            m_done(std::move(m_found));
        }
    }

    Client& m_client;
    std::vector<std::string> m_groups;
    Done m_done;
    Discovery m_found;
    std::optional<Error> m_error;
    int m_open = 0;
};

} // namespace

bool Discovery::serves(std::string_view group, std::string_view version, std::string_view plural) const {
    return std::ranges::any_of(entries,
                               [&](const Entry& e) {
                                   return e.group == group && e.version == version && e.plural == plural;
                               }) ||
           std::ranges::any_of(unread,
                               [&](const Entry& e) { return e.group == group && e.version == version; });
}

bool Discovery::hasGroup(std::string_view group) const {
    const auto isIt = [group](const Entry& e) { return e.group == group; };
    return std::ranges::any_of(entries, isIt) || std::ranges::any_of(unread, isIt);
}

void discover(Client& client, std::vector<std::string> groups, std::function<void(Result<Discovery>)> done) {
    std::make_shared<Asking>(client, std::move(groups), std::move(done))->start();
}

} // namespace plimsoll::kube
