// SPDX-License-Identifier: Apache-2.0
#include "knative/restore.h"

#include "knative/exposure.h"
#include "knative/servicewrite.h"

#include <algorithm>
#include <iterator>

namespace plimsoll::knative {
namespace {

constexpr int attempts = 3;

std::string text(const std::optional<std::string>& exportTo) {
    return exportTo ? "exportTo \"" + shortened(*exportTo) + "\"" : "no exportTo annotation";
}

class Restorer : public std::enable_shared_from_this<Restorer> {
public:
    using Done = std::function<void(Restored)>;

    Restorer(const ContextPtr& context, std::vector<JournalEntry> entries, Done done)
        : m_weak(context), m_entries(std::move(entries)), m_done(std::move(done)) {}

    void next() {
        if (m_at == m_entries.size()) {
            m_done(std::move(m_result));
            return;
        }
        readService(m_weak.lock(), entry().ns, entry().service,
                    [self = shared_from_this()](Result<cluster::Service> service) {
                        self->look(std::move(service));
                    });
    }

private:
    [[nodiscard]] JournalEntry& entry() { return m_entries[m_at]; }
    [[nodiscard]] std::string thing() { return "Service " + entry().ns + "/" + entry().service; }

    void look(Result<cluster::Service> service) {
        if (!service) {
            if (service.error().code == ErrorCode::NotFound) {
                leave("does not exist any more", true);
            } else {
                failed(service.error());
            }
            return;
        }
        const auto value = exportToOf(*service);
        if (service->meta.uid != entry().uid) {
            leave("was made anew since, and was left as it is", true);
        } else if (value == entry().before) {
            settle();
        } else if (value != entry().after) {
            leave("was changed by somebody else since (it has " + text(value) + ") and was left as it is",
                  true);
        } else {
            patch(*service);
        }
    }

    void patch(const cluster::Service& service) {
        const auto context = m_weak.lock();
        ServiceWrite write{entry(), service.meta.resourceVersion.str(), false};
        write.entry.after = entry().before;
        const cluster::Patch patch{cluster::Kind::Service, entry().ns, entry().service, patchBody(write),
                                   false};
        context->source.access()->patch(
            patch, whileAlive(context, [self = shared_from_this()](Result<std::string> answer) {
                self->patched(std::move(answer));
            }));
    }

    void patched(Result<std::string> answer) {
        if (answer) {
            settle();
        } else if (answer.error().code == ErrorCode::Forbidden || ++m_tried >= attempts) {
            failed(answer.error());
        } else {
            next(); // somebody wrote in between, or the answer was lost: look again
        }
    }

    void settle() {
        ++m_result.restored;
        close();
    }

    void failed(const Error& error) {
        m_result.error = error;
        leave("could not be put back to " + text(entry().before) + " (" + error.what +
                  ") and may still have " + text(entry().after),
              false);
    }

    void leave(const std::string& why, bool final) {
        m_result.left.push_back(thing() + " " + why);
        if (final) {
            close();
        } else {
            advance(); // stays open in the journal: undo can be tried again
        }
    }

    void close() {
        auto undone = entry();
        undone.state = JournalEntry::State::Undone;
        static_cast<void>(m_weak.lock()->journal.write(undone)); // if lost, undo only finds nothing to do
        advance();
    }

    void advance() {
        ++m_at;
        m_tried = 0;
        next();
    }

    WeakContext m_weak;
    std::vector<JournalEntry> m_entries;
    Done m_done;
    Restored m_result;
    std::size_t m_at = 0;
    int m_tried = 0;
};

} // namespace

void restore(const ContextPtr& context, std::vector<JournalEntry> entries,
             std::function<void(Restored)> done) {
    std::make_shared<Restorer>(context, std::move(entries), std::move(done))->next();
}

bool isOpen(const JournalEntry& entry, const cluster::SourceInfo& source) {
    const bool applies =
        entry.state == JournalEntry::State::Done || entry.state == JournalEntry::State::Intended;
    // The demo and the like have no server: their name tells them apart.
    return applies && entry.server == source.server &&
           (!entry.server.empty() || entry.context == source.name);
}

std::vector<JournalEntry> openEntries(const std::vector<JournalEntry>& journal,
                                      const cluster::SourceInfo& source, const std::string& batch) {
    std::vector<JournalEntry> entries;
    std::copy_if(journal.rbegin(), journal.rend(), std::back_inserter(entries),
                 [&](const JournalEntry& entry) { return entry.batch == batch && isOpen(entry, source); });
    return entries;
}

} // namespace plimsoll::knative
