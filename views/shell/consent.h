// SPDX-License-Identifier: Apache-2.0
// The question before a kubeconfig's credential plugin runs for the first time for a context.
#pragma once

#include <QString>

#include <functional>

class QWidget;

namespace plimsoll::views {

/// Returns at once; `answered` is called exactly once, also when the parent goes away (then with false).
void askConsent(QWidget* parent, const QString& context, const QString& commandLine,
                std::function<void(bool)> answered);

} // namespace plimsoll::views
