// SPDX-License-Identifier: Apache-2.0
// For a user who may not list in all namespaces: the ones to read instead.
#pragma once

#include "kube/accessreview.h"
#include "kube/client.h"

#include <functional>
#include <string>
#include <vector>

namespace plimsoll::cluster {

class LiveNamespaces {
public:
    /// `named`: those that the user named (in the app's settings), and then no others are looked for; else
    /// the context's own, and what the server lists of namespaces or OpenShift projects.
    LiveNamespaces(kube::Client& client, kube::AccessReviews& reviews, std::vector<std::string> named);

    /// At most so many are read.
    void setMost(std::size_t most) { m_most = most; }
    /// Whether project.openshift.io/v1 is there to be asked.
    void setProjectsServed(bool served) { m_projects = served; }

    /// Looks (again); a second call while one is under way is dropped.
    void find(std::function<void()> done);

    [[nodiscard]] bool found() const { return m_found; }
    /// In the order of importance: the context's own first.
    [[nodiscard]] const std::vector<std::string>& names() const { return m_names; }
    /// What is not read, by name as far as names are known: no right, or over the limit; "all others" where
    /// the server does not tell which there are.
    [[nodiscard]] const std::vector<std::string>& missing() const { return m_missing; }
    /// How many may be read and are left out for the limit alone.
    [[nodiscard]] std::size_t overLimit() const { return m_overLimit; }

private:
    void listed(const Result<kube::Response>& answer, bool projects);
    void finish();

    kube::Client& m_client;
    kube::AccessReviews& m_reviews;
    std::vector<std::string> m_named;
    std::size_t m_most = 10;
    bool m_projects = false;

    std::function<void()> m_done;
    std::vector<std::string> m_candidates; // the server's, in its order
    std::vector<bool> m_allowed;           // of the candidates
    std::size_t m_open = 0;
    bool m_told = false; // the server listed them

    bool m_found = false;
    std::vector<std::string> m_names;
    std::vector<std::string> m_missing;
    std::size_t m_overLimit = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace plimsoll::cluster
