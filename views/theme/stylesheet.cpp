// SPDX-License-Identifier: Apache-2.0
#include "theme/theme.h"

namespace plimsoll::views {

QString styleSheet(const Theme& theme) {
    return QStringLiteral("QToolTip { color: %1; background: %2; border: 1px solid %3; padding: 4px 8px; }")
        .arg(theme.text.name(), theme.card.name(), theme.line.name());
}

} // namespace plimsoll::views
