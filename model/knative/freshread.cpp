// SPDX-License-Identifier: Apache-2.0
#include "knative/freshread.h"

#include "cluster/decode.h"
#include "knative/labels.h"
#include "knative/revisionindex.h"

namespace plimsoll::knative {
namespace {

using cluster::Kind;
using cluster::KindStatus;

KindStatus::State stateOf(const Error& error) {
    return error.code == ErrorCode::Forbidden || error.code == ErrorCode::Unauthorized
               ? KindStatus::State::Denied
               : KindStatus::State::Failed;
}

class FreshReader : public std::enable_shared_from_this<FreshReader> {
public:
    using Done = std::function<void(Result<FreshCluster>)>;

    FreshReader(const ContextPtr& context, FreshNeeds needs, FreshCluster base, Done done)
        : m_weak(context), m_needs(std::move(needs)), m_base(std::move(base)), m_done(std::move(done)) {}

    void start() {
        const auto context = m_weak.lock();
        copyKnown(context->cluster);
        auto& access = *context->source.access();
        m_open = 1; // until everything is asked for
        if (m_needs.services) {
            ++m_open;
            access.get(Kind::Revision, m_needs.ns, m_needs.revision,
                       whileAlive(context, [self = shared_from_this()](Result<std::string> answer) {
                           self->tookRevision(std::move(answer));
                       }));
            list(Kind::Service, m_needs.ns, true);
        } else if (m_base) {
            copyAll<cluster::Revision>(*m_base);
            copyAll<cluster::Service>(*m_base);
        }
        if (m_needs.witnesses) {
            list(Kind::Route, m_needs.ns, false);
            // These may name a Service of another namespace.
            list(Kind::KnativeIngress, {}, false);
            list(Kind::VirtualService, {}, false);
            list(Kind::HttpRoute, {}, false);
        }
        finishOne();
    }

private:
    template <class T>
    void copyAll(const cluster::Cluster& from) {
        for (const auto& [key, object] : from.all<T>()) {
            m_fresh->put(object);
        }
        m_fresh->editStatus(T::kind) = from.status(T::kind);
    }
    template <class T>
    void copyNamespace(const cluster::Cluster& from) {
        const auto [first, last] = from.in<T>(m_needs.ns);
        for (auto it = first; it != last; ++it) {
            m_fresh->put(it->second);
        }
        m_fresh->editStatus(T::kind) = from.status(T::kind);
    }

    void copyKnown(const cluster::Cluster& known) {
        copyAll<cluster::Namespace>(known);
        copyAll<cluster::Deployment>(known);
        copyAll<cluster::ConfigMap>(known);
        copyNamespace<cluster::Revision>(known); // the others of its service, for warnings
        copyNamespace<cluster::Configuration>(known);
        copyNamespace<cluster::KnativeService>(known);
        copyNamespace<cluster::Pod>(known);
        for (const auto kind : {Kind::IstioGateway, Kind::DestinationRule, Kind::ServiceEntry, Kind::Sidecar,
                                Kind::EnvoyFilter}) {
            m_fresh->editStatus(kind).state = known.status(kind).state; // is Istio there at all?
        }
    }

    void list(Kind kind, const std::string& ns, bool needed) {
        ++m_open;
        const auto context = m_weak.lock();
        context->source.access()->list(
            kind, ns, whileAlive(context, [self = shared_from_this(), kind, needed](auto answer) {
                self->tookList(kind, needed, std::move(answer));
            }));
    }

    void tookRevision(Result<std::string> answer) {
        if (!answer) {
            m_fresh->remove(Kind::Revision, m_needs.ns, m_needs.revision);
            m_error = answer.error();
            if (m_error->code == ErrorCode::NotFound) {
                m_error->what = "the revision does not exist";
                m_error->where = "Revision " + m_needs.ns + "/" + m_needs.revision;
                m_error->hint = "Look for its name and namespace with: plimsoll revisions";
            }
        } else {
            put(Kind::Revision, *answer, true);
            if (const auto* revision = m_fresh->find<cluster::Revision>(m_needs.ns, m_needs.revision);
                revision != nullptr && !revision->actualReplicas) {
                list(Kind::Pod, m_needs.ns, true); // nothing else says how many run
            }
        }
        finishOne();
    }

    void tookList(Kind kind, bool needed, Result<cluster::FreshList> answer) {
        auto& status = m_fresh->editStatus(kind);
        status.missingNamespaces.clear();
        if (!answer) {
            status.state = stateOf(answer.error());
            status.error = answer.error();
            if (needed) {
                m_error = answer.error();
            }
        } else {
            status.state = answer->served ? KindStatus::State::Live : KindStatus::State::NotServed;
            if (kind == Kind::Pod) {
                removePods();
            }
            for (const auto& item : answer->items) {
                put(kind, item, needed);
            }
        }
        finishOne();
    }

    void removePods() {
        std::vector<std::string> names;
        for (const auto& [key, pod] : m_fresh->all<cluster::Pod>()) {
            names.push_back(pod.meta.name.str());
        }
        for (const auto& name : names) {
            m_fresh->remove(Kind::Pod, m_needs.ns, name);
        }
    }

    /// An object that does not decode may be the one that names the revision.
    void put(Kind kind, const std::string& json, bool needed) {
        auto decoded = cluster::decode(kind, std::string_view(json), m_fresh->pool());
        if (decoded) {
            m_fresh->put(std::move(decoded->object));
            return;
        }
        auto& status = m_fresh->editStatus(kind);
        status.state = KindStatus::State::Failed;
        status.error = decoded.error();
        if (needed) {
            m_error = decoded.error();
        }
    }

    void finishOne() {
        if (--m_open > 0) {
            return;
        }
        if (m_error) {
            m_done(tl::make_unexpected(*m_error));
        } else {
            m_done(FreshCluster(std::move(m_fresh)));
        }
    }

    WeakContext m_weak;
    FreshNeeds m_needs;
    FreshCluster m_base;
    Done m_done;
    std::shared_ptr<cluster::Cluster> m_fresh = std::make_shared<cluster::Cluster>();
    std::optional<Error> m_error;
    int m_open = 0;
};

} // namespace

void readFresh(const ContextPtr& context, const FreshNeeds& needs, const FreshCluster& base,
               std::function<void(Result<FreshCluster>)> done) {
    std::make_shared<FreshReader>(context, needs, base, std::move(done))->start();
}

std::vector<cluster::Service> servicesOf(const cluster::Cluster& cluster, const std::string& ns,
                                         const std::string& revision) {
    std::vector<cluster::Service> services;
    const RevisionIndex index(cluster, ns, revision);
    if (!index.entries().empty()) {
        const auto& entry = index.entries().front();
        for (const auto* service : {entry.publicService, entry.privateService}) {
            if (service != nullptr) {
                services.push_back(*service);
            }
        }
    }
    return services;
}

} // namespace plimsoll::knative
