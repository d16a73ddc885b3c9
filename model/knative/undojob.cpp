// SPDX-License-Identifier: Apache-2.0
#include "knative/changejob.h"
#include "knative/safety.h"
#include "knative/sentences.h"

#include <algorithm>

namespace plimsoll::knative {
namespace {

using Action = ChangeRequest::Action;
using Outcome = ChangeReport::Outcome;

/// We write "~" or nothing. Whatever stood before "~" reaches at least as far; a value that stood before
/// nothing may hide.
bool narrows(const JournalEntry& entry) {
    return !entry.after && entry.before;
}

class UndoJob : public std::enable_shared_from_this<UndoJob> {
public:
    UndoJob(const ContextPtr& context, std::vector<JournalEntry> entries, ChangeDone done)
        : m_weak(context), m_entries(std::move(entries)), m_done(std::move(done)) {
        const auto& newest = m_entries.front();
        m_hides = std::any_of(m_entries.begin(), m_entries.end(), narrows);
        m_report.request = {m_hides ? Action::Hide : Action::Show, newest.ns, newest.revision, false, true};
        m_report.batch = newest.batch;
        m_thing = newest.ns + "/" + newest.revision;
        for (const auto& entry : m_entries) {
            m_report.kubectl.push_back(
                kubectlCommand(context->source.info().name, entry.ns, {entry.service}, entry.before));
        }
    }

    void start() {
        if (!m_hides) {
            putBack();
            return;
        }
        const FreshNeeds needs{m_report.request.ns, m_report.request.revision, true, true};
        readFresh(m_weak.lock(), needs, {}, [self = shared_from_this()](Result<FreshCluster> fresh) {
            self->decided(std::move(fresh));
        });
    }

private:
    void decided(Result<FreshCluster> fresh) {
        if (!fresh) {
            m_report.error = fresh.error();
            finish(Outcome::Failed, "Not undone: " + fresh.error().sentence());
            return;
        }
        m_fresh = *fresh;
        const auto& request = m_report.request;
        const auto state = stateOf(*m_fresh, request.ns, request.revision, *m_weak.lock());
        if (state) {
            m_report.reasons = state->reasons;
            m_report.warnings = state->warnings;
        } else {
            m_report.reasons = {"it does not exist any more"};
        }
        if (!m_report.reasons.empty()) {
            finish(Outcome::Refused, "Not undone, because " + m_thing +
                                         " would be hidden again and that is not " +
                                         "safe: " + joinSentences(m_report.reasons) + ".");
            return;
        }
        putBack();
    }

    void putBack() {
        m_since = std::chrono::steady_clock::now();
        restore(m_weak.lock(), m_entries,
                [self = shared_from_this()](const Restored& restored) { self->putBackDone(restored); });
    }

    void putBackDone(const Restored& restored) {
        m_report.error = restored.error;
        const auto left = joinSentences(restored.left);
        if (restored.error) {
            finish(Outcome::Failed, "Not undone: " + left + ".");
        } else if (restored.restored == 0) {
            finish(Outcome::Conflict, "Nothing to undo: " + left + ".");
        } else if (!m_hides) {
            finish(Outcome::Done,
                   "Undone: " + m_thing + " is as it was." + (left.empty() ? "" : " " + left + "."));
        } else {
            m_report.outcome = Outcome::Done;
            m_report.message = "Undone: " + m_thing + " is as it was before it was shown." +
                               (left.empty() ? "" : " " + left + ".");
            verifyHidden(m_weak.lock(), hiddenAgain(), m_report, m_fresh, m_done);
        }
    }

    /// What restore() has to take back if the revision is named after all: the same entries, the other way.
    [[nodiscard]] HiddenRevision hiddenAgain() const {
        HiddenRevision hidden{m_report.request.ns, m_report.request.revision, m_entries, m_since};
        for (auto& entry : hidden.entries) {
            std::swap(entry.before, entry.after);
        }
        std::reverse(hidden.entries.begin(), hidden.entries.end());
        return hidden;
    }

    void finish(Outcome outcome, std::string message) {
        m_report.outcome = outcome;
        m_report.message = std::move(message);
        m_done({m_report, std::nullopt});
    }

    WeakContext m_weak;
    std::vector<JournalEntry> m_entries; // newest first
    ChangeDone m_done;
    ChangeReport m_report;
    FreshCluster m_fresh;
    std::string m_thing;
    std::chrono::steady_clock::time_point m_since;
    bool m_hides = false;
};

} // namespace

void undoChange(const ContextPtr& context, const std::string& batch, ChangeDone done) {
    ChangeReport report;
    report.batch = batch;
    const auto journal = context->journal.load();
    if (!journal) {
        report.error = journal.error();
        report.message = "Not undone: " + journal.error().sentence();
        done({report, std::nullopt});
        return;
    }
    auto entries = openEntries(journal->entries, context->source.info(), batch);
    if (entries.empty()) {
        report.outcome = Outcome::AlreadySo;
        report.message = "Nothing to undo: the journal has no open change of that name for this server.";
        done({report, std::nullopt});
        return;
    }
    std::make_shared<UndoJob>(context, std::move(entries), std::move(done))->start();
}

} // namespace plimsoll::knative
