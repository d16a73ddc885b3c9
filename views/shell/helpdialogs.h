// SPDX-License-Identifier: Apache-2.0
// The sheet of keys, and what this program is.
#pragma once

#include <QString>

#include <utility>
#include <vector>

class QWidget;

namespace plimsoll::views {

/// Keys and what they do, in that order.
void openShortcutSheet(QWidget* parent, const std::vector<std::pair<QString, QString>>& lines);
void openAbout(QWidget* parent);

} // namespace plimsoll::views
