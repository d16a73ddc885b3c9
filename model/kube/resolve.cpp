// SPDX-License-Identifier: Apache-2.0
// Which stanzas of a merged kubeconfig are meant, with kubectl's rules and words; finish.cpp makes a Config
// of them. Source: clientcmd/client_config.go.
#include "kube/kubeconfigfile.h"
#include "kube/validate.h"
#include "kube/words.h"

#include <algorithm>

namespace plimsoll::kube {
namespace {

template <class Stanza>
std::string namesOf(const std::map<std::string, Stanza>& stanzas) {
    std::string names;
    int left = 12; // enough to find a slip of the keyboard
    for (const auto& [name, stanza] : stanzas) {
        if (left-- == 0) {
            return names + ", …";
        }
        names += (names.empty() ? "" : ", ") + shortened(name);
    }
    return names;
}

/// Chooses the stanzas.
class Choice {
public:
    Choice(const Kubeconfig::Data& data, const Flags& flags) : m_data(data), m_flags(flags) {}

    /// Flags laid over them.
    Result<Chosen> choose() {
        if (auto done = chooseContext(); !done) {
            return tl::unexpected(done.error());
        }
        if (auto done = chooseCluster(); !done) {
            return tl::unexpected(done.error());
        }
        if (auto done = chooseUser(); !done) {
            return tl::unexpected(done.error());
        }
        // What a broken file would have defined comes before all later files, and might be another cluster.
        std::vector<Error> hiding;
        for (const auto& [order, error] : m_data.broken) {
            if (order < m_latest) {
                hiding.push_back(error);
            }
        }
        if (!hiding.empty()) {
            return tl::unexpected(together(hiding));
        }
        override(m_chosen, m_flags);
        return m_chosen;
    }

private:
    Result<void> chooseContext() {
        const auto& merged = m_data.merged;
        const bool asked = given(m_flags.context);
        const auto& name = asked ? *m_flags.context : merged.currentContext;
        if (name.empty()) {
            if (given(m_flags.server) || given(m_flags.cluster)) {
                return {};
            }
            return fail(ErrorCode::NotFound, "no current context is set", file(),
                        merged.contexts.empty() ? "The kubeconfig has no contexts"
                                                : "Choose one with --context: " + namesOf(merged.contexts));
        }
        const auto context = merged.contexts.find(name);
        if (context == merged.contexts.end()) {
            return fail(ErrorCode::NotFound,
                        asked ? "context " + inQuotes(name) + " does not exist"
                              : "context was not found for specified context: " + shortened(name),
                        asked ? file() : merged.currentContextFile,
                        merged.contexts.empty() ? "The kubeconfig has no contexts"
                                                : "The contexts are: " + namesOf(merged.contexts));
        }
        m_chosen.contextName = name;
        m_chosen.context = context->second;
        m_latest = std::max(context->second.order, asked ? 0 : merged.currentContextOrder);
        return {};
    }

    Result<void> chooseCluster() {
        const auto& clusters = m_data.merged.clusters;
        const bool asked = given(m_flags.cluster);
        const bool server = given(m_flags.server);
        m_chosen.clusterName = asked ? *m_flags.cluster : m_chosen.context.cluster;
        const auto cluster = clusters.find(m_chosen.clusterName);
        if (cluster != clusters.end()) {
            m_chosen.cluster = cluster->second;
            m_latest = std::max(m_latest, cluster->second.order);
        } else if (asked) {
            return fail(ErrorCode::NotFound, "cluster " + inQuotes(m_chosen.clusterName) + " does not exist",
                        file(), "The clusters are: " + namesOf(clusters));
        } else if (!server && m_chosen.clusterName.empty()) {
            return fail(ErrorCode::Input,
                        "cluster was not specified for context " + inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "Add \"cluster:\" to the context, or give --cluster");
        } else if (!server) {
            return fail(ErrorCode::Input,
                        "cluster " + inQuotes(m_chosen.clusterName) + " was not found for context " +
                            inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "The clusters are: " + namesOf(clusters));
        }
        return {};
    }

    Result<void> chooseUser() {
        const auto& users = m_data.merged.users;
        const bool asked = given(m_flags.user);
        m_chosen.userName = asked ? *m_flags.user : m_chosen.context.user;
        const auto user = users.find(m_chosen.userName);
        if (user != users.end()) {
            m_chosen.user = user->second;
            m_latest = std::max(m_latest, user->second.order);
        } else if (asked) {
            return fail(ErrorCode::NotFound, "auth info " + inQuotes(m_chosen.userName) + " does not exist",
                        file(), "The users are: " + namesOf(users));
        } else if (!m_chosen.userName.empty()) {
            return fail(ErrorCode::Input,
                        "user " + inQuotes(m_chosen.userName) + " was not found for context " +
                            inQuotes(m_chosen.contextName),
                        m_chosen.context.file, "The users are: " + namesOf(users));
        }
        return {};
    }

    [[nodiscard]] std::string file() const {
        return m_data.files.empty() ? std::string() : m_data.files.front();
    }

    const Kubeconfig::Data& m_data;
    const Flags& m_flags;
    Chosen m_chosen;
    int m_latest = 0; // place in the list of the last file that the choice depends on
};

} // namespace

Result<Config> Kubeconfig::resolve(const Flags& flags) const {
    auto chosen = Choice(*m_data, flags).choose();
    if (!chosen) {
        return tl::unexpected(chosen.error());
    }
    return finish(std::move(*chosen), flags);
}

bool Kubeconfig::leadsNowhere(const Flags& flags) const {
    return m_data->broken.empty() && m_data->merged.currentContext.empty() && !given(flags.context) &&
           !given(flags.cluster) && !given(flags.user) && !given(flags.server);
}

} // namespace plimsoll::kube
