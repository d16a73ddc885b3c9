// SPDX-License-Identifier: Apache-2.0
#include "knative/servicewrite.h"

#include "cluster/decode.h"
#include "knative/exposure.h"

#include <nlohmann/json.hpp>

namespace plimsoll::knative {
namespace {

using cluster::Kind;

Result<cluster::Service> decoded(const std::string& json) {
    TextPool pool;
    auto object = cluster::decode(Kind::Service, std::string_view(json), pool);
    if (!object) {
        return tl::make_unexpected(object.error());
    }
    return std::get<cluster::Service>(std::move(object->object));
}

/// The server refused, so nothing changed; anything else (a broken connection, 5xx) leaves that open.
bool certainlyRefused(const Error& error) {
    switch (error.code) {
    case ErrorCode::Conflict:
    case ErrorCode::Forbidden:
    case ErrorCode::Unauthorized:
    case ErrorCode::NotFound:
    case ErrorCode::Input:
    case ErrorCode::Gone:
    case ErrorCode::Refused:
        return true;
    case ErrorCode::Unreachable:
    case ErrorCode::Server:
    case ErrorCode::Cancelled:
    case ErrorCode::Internal:
        break;
    }
    return error.httpStatus >= 400 && error.httpStatus < 500;
}

class Writer : public std::enable_shared_from_this<Writer> {
public:
    using Done = std::function<void(Result<cluster::Service>)>;

    Writer(const ContextPtr& context, ServiceWrite write, Done done)
        : m_weak(context), m_write(std::move(write)), m_done(std::move(done)) {}

    void start() {
        const auto context = m_weak.lock();
        if (!m_write.dryRun) {
            m_write.entry.state = JournalEntry::State::Intended;
            if (auto kept = context->journal.write(m_write.entry); !kept) {
                auto error = kept.error();
                error.what = "nothing was sent, because " + error.what;
                m_done(tl::make_unexpected(error));
                return;
            }
        }
        const cluster::Patch patch{Kind::Service, m_write.entry.ns, m_write.entry.service, patchBody(m_write),
                                   m_write.dryRun};
        context->source.access()->patch(
            patch, whileAlive(context, [self = shared_from_this()](Result<std::string> answer) {
                self->answered(std::move(answer));
            }));
    }

private:
    void answered(Result<std::string> answer) {
        if (answer) {
            if (auto service = decoded(*answer)) {
                finish(std::move(service));
            } else {
                lookUp(service.error());
            }
        } else if (m_write.dryRun || certainlyRefused(answer.error())) {
            finish(tl::make_unexpected(answer.error()));
        } else {
            lookUp(answer.error());
        }
    }

    /// The patch may have arrived although its answer did not.
    void lookUp(const Error& lost) {
        readService(m_weak.lock(), m_write.entry.ns, m_write.entry.service,
                    [self = shared_from_this(), lost](Result<cluster::Service> now) {
                        if (!now) {
                            auto error = lost;
                            error.hint =
                                "whether the change arrived is not known; look at the Service when the "
                                "server answers again";
                            self->m_done(tl::make_unexpected(error)); // the journal keeps it as intended
                        } else if (now->meta.uid == self->m_write.entry.uid &&
                                   exportToOf(*now) == self->m_write.entry.after) {
                            self->finish(std::move(now));
                        } else {
                            self->finish(tl::make_unexpected(lost));
                        }
                    });
    }

    void finish(Result<cluster::Service> result) {
        if (!m_write.dryRun) {
            m_write.entry.state = result ? JournalEntry::State::Done : JournalEntry::State::Failed;
            // The intent is on disk already; undo compares with the Service, so a lost "done" does no harm.
            static_cast<void>(m_weak.lock()->journal.write(m_write.entry));
        }
        m_done(std::move(result));
    }

    WeakContext m_weak;
    ServiceWrite m_write;
    Done m_done;
};

} // namespace

std::string patchBody(const ServiceWrite& write) {
    nlohmann::json body;
    auto& meta = body["metadata"];
    meta["resourceVersion"] = write.resourceVersion;
    auto& value = meta["annotations"][std::string(mesh::exportToAnnotation)];
    if (write.entry.after) {
        value = *write.entry.after;
    } else {
        value = nullptr;
    }
    return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

void writeService(const ContextPtr& context, const ServiceWrite& write,
                  std::function<void(Result<cluster::Service>)> done) {
    std::make_shared<Writer>(context, write, std::move(done))->start();
}

void readService(const ContextPtr& context, const std::string& ns, const std::string& name,
                 std::function<void(Result<cluster::Service>)> done) {
    context->source.access()->get(
        Kind::Service, ns, name, whileAlive(context, [done = std::move(done)](Result<std::string> answer) {
            done(answer ? decoded(*answer) : Result<cluster::Service>(tl::make_unexpected(answer.error())));
        }));
}

JournalEntry entryFor(const ChangeContext& context, const cluster::Service& service,
                      const std::string& revision, const std::string& batch,
                      const std::optional<std::string>& after) {
    JournalEntry entry;
    entry.id = newJournalId();
    entry.time = context.clock();
    const auto info = context.source.info();
    entry.context = info.name;
    entry.server = info.server;
    entry.ns = service.meta.ns.str();
    entry.revision = revision;
    entry.service = service.meta.name.str();
    entry.uid = service.meta.uid.str();
    entry.before = exportToOf(service);
    entry.after = after;
    entry.batch = batch;
    return entry;
}

} // namespace plimsoll::knative
