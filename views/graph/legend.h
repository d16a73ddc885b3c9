// SPDX-License-Identifier: Apache-2.0
// The forms and what they mean, in one line, with the honest word on what edges are.
#pragma once

#include "graph/textmetrics.h"
#include "theme/theme.h"

#include <QRectF>

class QPainter;

namespace plimsoll::views {

inline constexpr double legendHeight = 30;

/// As many of the forms as there is room for; the caption always. `note` stands at the right end.
void paintLegend(QPainter& painter, const QRectF& where, const Theme& theme, const TextMetrics& metrics,
                 const QString& note = {});

} // namespace plimsoll::views
