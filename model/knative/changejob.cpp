// SPDX-License-Identifier: Apache-2.0
#include "knative/changejob.h"

#include "knative/exposure.h"
#include "knative/safety.h"
#include "knative/sentences.h"
#include "knative/servicewrite.h"

namespace plimsoll::knative {
namespace {

using Action = ChangeRequest::Action;
using Outcome = ChangeReport::Outcome;

constexpr int attempts = 3;
constexpr std::string_view nobody = "~"; // Istio then does not even push when such a Service changes

class ChangeJob : public std::enable_shared_from_this<ChangeJob> {
public:
    ChangeJob(const ContextPtr& context, ChangeRequest request, ChangeDone done)
        : m_weak(context), m_done(std::move(done)), m_thing(request.ns + "/" + request.revision) {
        m_report.request = std::move(request);
        m_report.batch = newJournalId();
    }

    void decide() {
        const FreshNeeds needs{request().ns, request().revision, true, hiding()};
        readFresh(m_weak.lock(), needs, {}, [self = shared_from_this()](Result<FreshCluster> fresh) {
            self->decided(std::move(fresh));
        });
    }

private:
    [[nodiscard]] const ChangeRequest& request() const { return m_report.request; }
    [[nodiscard]] bool hiding() const { return request().action == Action::Hide; }

    void decided(Result<FreshCluster> fresh) {
        if (!fresh) {
            stop(Outcome::Failed, fresh.error().sentence(), fresh.error());
            return;
        }
        m_fresh = *fresh;
        const auto state = stateOf(*m_fresh, request().ns, request().revision, *m_weak.lock());
        if (!state) {
            stop(Outcome::Failed, "Revision " + m_thing + " does not exist.", std::nullopt);
            return;
        }
        m_report.reasons = hiding() ? state->reasons : std::vector<std::string>();
        m_report.warnings = hiding() ? state->warnings : std::vector<std::string>();
        makePlan();
        m_report.kubectl = commands();
        if (!m_report.reasons.empty()) {
            stop(Outcome::Refused,
                 m_thing + " was not hidden, because that is not safe: " + joinSentences(m_report.reasons) +
                     ".",
                 std::nullopt);
        } else if (!hiding() && state->publicService.empty() && state->privateService.empty()) {
            stop(Outcome::Failed, "Nothing to show: no Service of " + m_thing + " was found by label.",
                 std::nullopt);
        } else if (m_plan.empty() && m_written.empty()) {
            alreadySo(*state);
        } else if (!m_report.warnings.empty() && !request().acceptWarnings) {
            stop(Outcome::Refused,
                 m_thing + " was not hidden, because this speaks against it: " +
                     joinSentences(m_report.warnings) + ". Confirm to hide it all the same.",
                 std::nullopt);
        } else {
            next();
        }
    }

    /// The Services that have to change, in the order of the patches: the private one is hidden first and
    /// shown last, so that the public one is never visible alone.
    void makePlan() {
        m_plan.clear();
        const auto settings = m_weak.lock()->settings(*m_fresh);
        for (const auto& service : servicesOf(*m_fresh, request().ns, request().revision)) {
            const auto reach = mesh::reachOf(service, settings);
            const bool needed = hiding() ? reach.includesExisting(*m_fresh)
                                         : exportToOf(service).has_value() && !reach.isEveryone();
            if (needed) {
                m_plan.insert(hiding() ? m_plan.begin() : m_plan.end(), service);
            }
        }
    }

    [[nodiscard]] std::optional<std::string> target() const {
        return hiding() ? std::optional(std::string(nobody)) : std::nullopt;
    }

    [[nodiscard]] std::vector<std::string> commands() const {
        std::vector<std::string> names;
        for (const auto& service : m_plan) {
            names.push_back(service.meta.name.str());
        }
        if (names.empty()) {
            return m_report.kubectl;
        }
        return {kubectlCommand(m_weak.lock()->source.info().name, request().ns, names, target())};
    }

    void alreadySo(const RevisionState& state) {
        const bool byDefault = !hiding() && state.visibility != Visibility::Visible;
        stop(Outcome::AlreadySo,
             hiding()    ? m_thing + " is hidden already."
             : byDefault ? m_thing + " has no exportTo annotation; the mesh's default keeps it " +
                               std::string(name(state.visibility)) + "."
                         : m_thing + " is visible already.",
             std::nullopt);
    }

    void next() {
        if (m_plan.empty()) {
            finish();
            return;
        }
        const auto context = m_weak.lock();
        const auto& service = m_plan.front();
        ServiceWrite write{entryFor(*context, service, request().revision, m_report.batch, target()),
                           service.meta.resourceVersion.str(), request().dryRun};
        if (m_written.empty()) {
            m_since = std::chrono::steady_clock::now();
        }
        writeService(context, write, [self = shared_from_this(), entry = write.entry](auto answer) {
            self->wrote(entry, answer);
        });
    }

    void wrote(const JournalEntry& entry, const Result<cluster::Service>& answer) {
        if (answer) {
            if (!request().dryRun) {
                m_written.insert(m_written.begin(), entry);
            }
            m_plan.erase(m_plan.begin());
            next();
        } else if (answer.error().code != ErrorCode::Conflict) {
            stop(Outcome::Failed,
                 "Service " + entry.ns + "/" + entry.service +
                     " was not changed: " + answer.error().sentence(),
                 answer.error());
        } else if (++m_tried < attempts) {
            decide(); // somebody wrote first: what they wrote may change everything
        } else {
            stop(Outcome::Conflict,
                 "Somebody else keeps changing Service " + entry.ns + "/" + entry.service + ": " + m_thing +
                     " was left as they wrote it. Try again when it is quiet.",
                 answer.error());
        }
    }

    void finish() {
        const std::string verb = hiding() ? "hidden" : "shown";
        m_report.outcome = Outcome::Done;
        if (request().dryRun) {
            m_report.message = "The server would accept it: " + m_thing + " would be " + verb + ".";
            m_done({m_report, std::nullopt});
        } else if (hiding()) {
            m_report.message = m_thing + " is hidden. A rollback to it answers 503 until it is shown again.";
            verifyHidden(m_weak.lock(), {request().ns, request().revision, m_written, m_since}, m_report,
                         m_fresh, m_done);
        } else {
            m_report.message = m_thing + " is shown.";
            m_done({m_report, std::nullopt});
        }
    }

    /// Ends without success: what was written so far is put back first.
    void stop(Outcome outcome, std::string message, std::optional<Error> error) {
        m_report.outcome = outcome;
        m_report.message = std::move(message);
        m_report.error = std::move(error);
        if (m_written.empty() || !hiding()) {
            // A show that got half-way has made things more visible: that is never taken back.
            if (!m_written.empty()) {
                m_report.message += " Service " + m_written.front().service + " was shown before that.";
            }
            m_done({m_report, std::nullopt});
            return;
        }
        restore(m_weak.lock(), m_written, [self = shared_from_this()](const Restored& restored) {
            auto& report = self->m_report;
            report.message += restored.left.empty() ? " What was changed before that was put back."
                                                    : " " + joinSentences(restored.left) + ".";
            self->m_done({report, std::nullopt});
        });
    }

    WeakContext m_weak;
    ChangeDone m_done;
    std::string m_thing;
    ChangeReport m_report;
    FreshCluster m_fresh;
    std::vector<cluster::Service> m_plan;
    std::vector<JournalEntry> m_written; // newest first
    std::chrono::steady_clock::time_point m_since;
    int m_tried = 0;
};

} // namespace

void runChange(const ContextPtr& context, const ChangeRequest& request, ChangeDone done) {
    std::make_shared<ChangeJob>(context, request, std::move(done))->decide();
}

} // namespace plimsoll::knative
