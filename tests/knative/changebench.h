// SPDX-License-Identifier: Apache-2.0
// A Changer on a server in memory that holds shop/cart with cart-00001 in reserve, as the tests of changes
// begin.
#pragma once

#include "knative/change.h"
#include "knative/fakeaccess.h"
#include "knative/objects.h"

#include <QTemporaryDir>

namespace plimsoll::test {

class ChangeBench {
public:
    ChangeBench();

    [[nodiscard]] knative::ChangeReport run(knative::ChangeRequest::Action action, bool dryRun = false,
                                            bool accept = true, const std::string& revision = "cart-00001");
    [[nodiscard]] knative::ChangeReport hide() { return run(knative::ChangeRequest::Action::Hide); }
    [[nodiscard]] knative::ChangeReport show() { return run(knative::ChangeRequest::Action::Show); }
    [[nodiscard]] knative::ChangeReport undo(const std::string& batch);
    /// "exportTo of the public Service / of the private one"
    [[nodiscard]] std::string exported() const;
    void route(const std::string& revision); // the Route cart sends 100 % there
    /// The journal's entries as "service:before>after state".
    [[nodiscard]] std::vector<std::string> journal() const;
    /// As after a crash of the program.
    void restartChanger(std::optional<mesh::Version> istioVersion = {});
    [[nodiscard]] int patches() const;

    QTemporaryDir folder;
    std::string journalPath;
    cluster::Cluster cluster;
    FakeServer server{cluster};
    std::unique_ptr<knative::Changer> changer;
};

} // namespace plimsoll::test
