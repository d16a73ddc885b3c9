// SPDX-License-Identifier: Apache-2.0
// Hiding and showing one revision: decided on a fresh read, journalled, patched with the Services'
// resourceVersion, and looked at again afterwards. Never overwrites another writer.
#pragma once

#include "cluster/source.h"
#include "knative/journal.h"
#include "knative/revisions.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace plimsoll::knative {

struct ChangeRequest {
    enum class Action { Hide, Show };
    Action action = Action::Hide;
    std::string ns;
    std::string revision;
    bool dryRun = false;         // server-side dry run of both patches
    bool acceptWarnings = false; // warnings do not stop it; reasons always do
};

struct ChangeReport {
    enum class Outcome {
        Done,
        AlreadySo, // nothing to do
        Refused,   // not safe: see reasons (or warnings that were not accepted)
        Conflict,  // another writer was there first; nothing was overwritten
        Failed,    // see error
        TakenBack, // hidden, then a witness named it: shown again at once
    };
    ChangeRequest request;
    Outcome outcome = Outcome::Failed;
    std::string message;               // a sentence for people, always set
    std::vector<std::string> reasons;  // why it is refused
    std::vector<std::string> warnings; // what was (or must be) accepted
    std::vector<std::string> kubectl;  // commands that do the same
    std::optional<Error> error;
    std::optional<std::chrono::milliseconds> exposure; // TakenBack: how long it was hidden though routed
    std::string batch;                                 // of its journal entries, for undo
};

/// The last change that can be undone, for the Undo action's text.
struct Undoable {
    std::string batch;
    std::string text; // "Hide shop/cart-00003"
    UnixSeconds time = 0;
};

class Changer final : public QObject {
    Q_OBJECT

public:
    using Done = std::function<void(ChangeReport)>;

    /// `cluster` gives what need not be fresh (namespaces, gateways, mesh settings, which kinds are served).
    /// `source` must have an access(). Everything lives on the model thread.
    /// `istioVersion`: which istiod is meant, where the control plane does not tell.
    Changer(const cluster::Cluster& cluster, cluster::Source& source, std::string journalPath,
            std::optional<mesh::Version> istioVersion = {}, QObject* parent = nullptr);
    ~Changer() override;

    /// One at a time a revision; others queue. `done` is called once.
    void run(const ChangeRequest& request, Done done);
    /// Puts the former annotation values back (only where the Service still has the value that we wrote).
    void undo(const std::string& batch, Done done);
    [[nodiscard]] std::vector<Undoable> undoable() const; // newest first, this server only
    /// What of the journal could not be read, and so cannot be undone.
    [[nodiscard]] const std::vector<Error>& journalProblems() const;

signals:
    /// Within a minute after a hide something began to route to the revision: it was shown again. The hide's
    /// own `done` was called before.
    void takenBack(const plimsoll::knative::ChangeReport& report);

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// "kubectl annotate service -n NS A B networking.istio.io/exportTo=~ --overwrite --context C"
[[nodiscard]] std::string kubectlCommand(const std::string& context, const std::string& ns,
                                         const std::vector<std::string>& services,
                                         const std::optional<std::string>& exportTo);

} // namespace plimsoll::knative
