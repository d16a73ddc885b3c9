// SPDX-License-Identifier: Apache-2.0
#include "cluster/livenamespaces.h"

#include "kube/splitter.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace plimsoll::cluster {
namespace {

constexpr std::size_t mostProbes = 500; // a question each: who has more names them

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

std::vector<std::string> namesIn(const QByteArray& body) {
    std::vector<std::string> names;
    kube::ListSplitter splitter([&names](std::string_view json) {
        const auto object = nlohmann::json::parse(json, nullptr, false);
        const nlohmann::json::json_pointer at("/metadata/name");
        if (object.is_object() && object.contains(at) && object[at].is_string()) {
            names.push_back(object[at].get<std::string>());
        }
    });
    const auto read = splitter.feed({body.constData(), static_cast<std::size_t>(body.size())});
    return read ? names : std::vector<std::string>();
}

} // namespace

LiveNamespaces::LiveNamespaces(kube::Client& client, kube::AccessReviews& reviews,
                               std::vector<std::string> named)
    : m_client(client), m_reviews(reviews), m_named(std::move(named)) {}

void LiveNamespaces::find(std::function<void()> done) {
    if (m_done) {
        return;
    }
    m_done = std::move(done);
    m_candidates.clear();
    m_allowed.clear();
    m_told = false;
    m_open = 1;
    if (!m_named.empty()) { // the same way as the others: never before the call returned
        QMetaObject::invokeMethod(
            &m_client,
            [this, alive = std::weak_ptr(m_alive)] {
                if (!alive.expired()) {
                    finish();
                }
            },
            Qt::QueuedConnection);
        return;
    }
    kube::Request request;
    request.path = m_projects ? "/apis/project.openshift.io/v1/projects" : "/api/v1/namespaces";
    m_client.send(std::move(request), [this, projects = m_projects,
                                       alive = std::weak_ptr(m_alive)](const Result<kube::Response>& answer) {
        if (!alive.expired()) {
            listed(answer, projects);
        }
    });
}

void LiveNamespaces::listed(const Result<kube::Response>& answer, bool projects) {
    if (answer && answer->status == 200) {
        m_told = true;
        m_candidates = namesIn(answer->body);
        m_allowed.assign(m_candidates.size(), projects); // a project is listed to who may look into it
    }
    if (!projects) {
        for (std::size_t i = 0; i < std::min(m_candidates.size(), mostProbes); ++i) {
            ++m_open;
            m_reviews.ask({"list", {}, "services", m_candidates[i]},
                          [this, i, alive = std::weak_ptr(m_alive)](std::optional<bool> allowed) {
                              if (!alive.expired()) {
                                  m_allowed[i] = allowed.value_or(false);
                                  finish();
                              }
                          });
        }
    }
    finish();
}

void LiveNamespaces::finish() {
    if (--m_open > 0) {
        return;
    }
    std::vector<std::string> wanted;
    const auto& own = m_client.config().ns;
    if (m_named.empty() && !own.empty()) {
        wanted.push_back(own);
    }
    const auto add = [&wanted](const std::string& name) {
        if (!name.empty() && !contains(wanted, name)) {
            wanted.push_back(name);
        }
    };
    std::ranges::for_each(m_named, add);
    for (std::size_t i = 0; i < m_candidates.size(); ++i) {
        if (m_allowed[i]) {
            add(m_candidates[i]);
        }
    }
    m_overLimit = wanted.size() > m_most ? wanted.size() - m_most : 0;
    m_missing.assign(wanted.begin() + static_cast<std::ptrdiff_t>(wanted.size() - m_overLimit), wanted.end());
    wanted.resize(wanted.size() - m_overLimit);
    m_names = std::move(wanted);
    for (const auto& name : m_candidates) {
        if (!contains(m_names, name) && !contains(m_missing, name)) {
            m_missing.push_back(name);
        }
    }
    if (!m_told || m_projects) {
        m_missing.emplace_back("all others");
    }
    m_found = true;
    const auto done = std::exchange(m_done, nullptr);
    done();
}

} // namespace plimsoll::cluster
