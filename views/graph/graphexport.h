// SPDX-License-Identifier: Apache-2.0
// The graph as a file: SVG, PNG, PDF (drawn by the same painter as the window), DOT and JSON.
#pragma once

#include "engine/picture.h"
#include "theme/theme.h"

#include <QString>

namespace plimsoll::views {

struct GraphExport {
    bool all = false; // every namespace open; else what the window shows first
    Theme theme = Theme::print();
    double scale =
        2; // PNG: device pixels a logical pixel; reduced (and said so) where the picture would not fit
};

/// Format by the file's suffix (.svg .png .pdf .dot .gv .json). Needs a QGuiApplication for the drawn ones.
/// Writes to a temporary file beside `path` and renames it, so that a failure leaves nothing half-written.
[[nodiscard]] Result<void> exportGraph(const engine::Picture& picture, const GraphExport& options,
                                       const QString& path);

} // namespace plimsoll::views
