// SPDX-License-Identifier: Apache-2.0
#include "knative/changejob.h"
#include "knative/safety.h"
#include "knative/sentences.h"

namespace plimsoll::knative {

using Action = ChangeRequest::Action;
using Outcome = ChangeReport::Outcome;

void verifyHidden(const ContextPtr& context, const HiddenRevision& hidden, ChangeReport report,
                  const FreshCluster& base, ChangeDone done) {
    const FreshNeeds needs{hidden.ns, hidden.revision, false, true};
    readFresh(context, needs, base,
              [weak = WeakContext(context), hidden = hidden, report = std::move(report),
               done = std::move(done)](Result<FreshCluster> fresh) mutable {
                  const auto alive = weak.lock();
                  auto why = fresh ? namedBy(**fresh, hidden.ns, hidden.revision, alive->settings(**fresh))
                                   : std::vector<std::string>{fresh.error().sentence()};
                  if (why.empty()) {
                      done({std::move(report), std::move(hidden)});
                      return;
                  }
                  takeBack(alive, hidden, std::move(why),
                           [report = std::move(report), done = std::move(done)](ChangeReport taken) {
                               taken.request = report.request;
                               taken.warnings = report.warnings;
                               taken.kubectl = report.kubectl;
                               done({std::move(taken), std::nullopt});
                           });
              });
}

void takeBack(const ContextPtr& context, const HiddenRevision& hidden, std::vector<std::string> why,
              std::function<void(ChangeReport)> done) {
    ChangeReport report;
    report.request = {Action::Hide, hidden.ns, hidden.revision, false, true};
    report.reasons = std::move(why);
    report.batch = hidden.entries.empty() ? std::string() : hidden.entries.front().batch;
    // The public Service was hidden last, so it is the first to come back.
    restore(context, hidden.entries,
            [report = std::move(report), hidden, done = std::move(done)](const Restored& restored) mutable {
                using namespace std::chrono;
                report.exposure = duration_cast<milliseconds>(steady_clock::now() - hidden.since);
                const auto thing = hidden.ns + "/" + hidden.revision;
                const auto cause = joinSentences(report.reasons);
                report.outcome = restored.error ? Outcome::Failed : Outcome::TakenBack;
                report.error = restored.error;
                if (restored.error) {
                    report.message = thing + " is hidden although it may get requests (" + cause +
                                     "), and showing it again failed: " + joinSentences(restored.left) +
                                     ". Show it by hand now.";
                } else {
                    report.message =
                        thing + " was shown again at once, because it may get requests: " + cause +
                        ". It was hidden for " + std::to_string(report.exposure->count()) + " ms." +
                        (restored.left.empty() ? "" : " " + joinSentences(restored.left) + ".");
                }
                done(std::move(report));
            });
}

} // namespace plimsoll::knative
