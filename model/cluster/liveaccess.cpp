// SPDX-License-Identifier: Apache-2.0
#include "cluster/liveaccess.h"

#include "cluster/resource.h"
#include "kube/splitter.h"

#include <algorithm>

namespace plimsoll::cluster {
namespace {

constexpr int notFound = 404;
constexpr int gone = 410;

/// The object of an answer, or why there is none.
Result<std::string> objectOf(const Result<kube::Response>& answer, const std::string& where) {
    if (!answer) {
        return tl::unexpected(answer.error());
    }
    if (auto error = kube::check(*answer, where)) {
        return tl::unexpected(std::move(*error));
    }
    return answer->body.toStdString();
}

} // namespace

/// One list() under way, over its pages and the versions it tries.
struct LiveAccess::Listing {
    const KindInfo& kind;
    std::string ns;
    std::vector<std::string> versions;
    std::size_t version = 0;
    bool paged = true;
    FreshList found;
    Callback<FreshList> done;
};

LiveAccess::LiveAccess(kube::Client& client) : m_client(client) {}

LiveAccess::~LiveAccess() = default;

void LiveAccess::setVersion(Kind kind, std::string version) {
    m_versions[static_cast<std::size_t>(kind)] = std::move(version);
}

std::vector<std::string> LiveAccess::versions(Kind kind) const {
    const auto& known = info(kind).versions;
    std::vector<std::string> result(known.begin(), known.end());
    const auto& discovered = m_versions[static_cast<std::size_t>(kind)];
    if (const auto it = std::ranges::find(result, discovered); it != result.end()) {
        std::rotate(result.begin(), it, it + 1);
    }
    return result;
}

void LiveAccess::send(kube::Request request, Answered done) {
    m_client.send(std::move(request),
                  [alive = std::weak_ptr(m_alive), done = std::move(done)](Result<kube::Response> answer) {
                      if (!alive.expired()) {
                          done(std::move(answer));
                      }
                  });
}

void LiveAccess::get(Kind kind, const std::string& ns, const std::string& name, Callback<std::string> done) {
    getVersion(0, info(kind), ns, name, std::move(done));
}

void LiveAccess::getVersion(std::size_t index, const KindInfo& kind, const std::string& ns,
                            const std::string& name, Callback<std::string> done) {
    const auto candidates = versions(kind.kind);
    kube::Request request;
    request.path = resourcePath(kind, candidates[index], ns, name);
    send(std::move(request), [this, index, last = index + 1 == candidates.size(), &kind, ns, name,
                              done = std::move(done)](const Result<kube::Response>& answer) {
        // 404 may mean the object or, where it is the version that is missing, everything: ask the next one.
        if (answer && answer->status == notFound && !last) {
            getVersion(index + 1, kind, ns, name, done);
            return;
        }
        done(objectOf(answer, resourceName(kind, ns, name)));
    });
}

void LiveAccess::list(Kind kind, const std::string& ns, Callback<FreshList> done) {
    listVersion(
        std::make_shared<Listing>(Listing{info(kind), ns, versions(kind), 0, true, {}, std::move(done)}));
}

void LiveAccess::listVersion(const std::shared_ptr<Listing>& listing) {
    if (listing->version == listing->versions.size()) {
        listing->found.served = false;
        listing->done(std::move(listing->found));
        return;
    }
    listPage(listing, {});
}

void LiveAccess::listPage(const std::shared_ptr<Listing>& listing, const std::string& continueToken) {
    kube::Request request;
    // No resourceVersion: what etcd has now, not what a cache remembers.
    request.path = resourcePath(listing->kind, listing->versions[listing->version], listing->ns);
    if (listing->paged) {
        request.path += "?limit=500";
        request.path += continueToken.empty() ? std::string() : "&continue=" + kube::encoded(continueToken);
    }
    send(std::move(request), [this, listing, continueToken](const Result<kube::Response>& answer) {
        if (!answer) {
            listing->done(tl::unexpected(answer.error()));
        } else {
            takePage(listing, continueToken, *answer);
        }
    });
}

void LiveAccess::takePage(const std::shared_ptr<Listing>& listing, const std::string& continueToken,
                          const kube::Response& response) {
    if (response.status == notFound) { // a namespace that does not exist has an empty list: it is the kind
        ++listing->version;
        listVersion(listing);
        return;
    }
    if (response.status == gone && !continueToken.empty() && listing->paged) {
        // The pages took so long that the server forgot the state they are of. All at once, then.
        listing->paged = false;
        listing->found = {};
        listPage(listing, {});
        return;
    }
    const auto where = collectionName(listing->kind, listing->ns);
    if (auto error = kube::check(response, where)) {
        listing->done(tl::unexpected(std::move(*error)));
        return;
    }
    kube::ListSplitter splitter([&](std::string_view json) { listing->found.items.emplace_back(json); });
    auto read = splitter.feed({response.body.constData(), static_cast<std::size_t>(response.body.size())});
    if (read) {
        read = splitter.finish();
    }
    if (!read) {
        auto error = std::move(read.error());
        error.where = where;
        listing->done(tl::unexpected(std::move(error)));
        return;
    }
    listing->found.resourceVersion = splitter.resourceVersion();
    if (splitter.continueToken().empty()) {
        listing->done(std::move(listing->found));
    } else {
        listPage(listing, splitter.continueToken());
    }
}

void LiveAccess::patch(const Patch& patch, Callback<std::string> done) {
    const auto& kind = info(patch.kind);
    kube::Request request;
    request.method = "PATCH";
    request.path = resourcePath(kind, versions(patch.kind).front(), patch.ns, patch.name) +
                   "?fieldManager=plimsoll" + (patch.dryRun ? "&dryRun=All" : "");
    request.contentType = "application/merge-patch+json";
    request.body = QByteArray::fromStdString(patch.body);
    send(std::move(request), [where = resourceName(kind, patch.ns, patch.name), done = std::move(done)](
                                 const Result<kube::Response>& answer) { done(objectOf(answer, where)); });
}

} // namespace plimsoll::cluster
