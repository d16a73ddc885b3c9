// SPDX-License-Identifier: Apache-2.0
// The few buttons over the canvas: zoom, fit, export.
#pragma once

#include "theme/theme.h"

#include <QFrame>

class QToolButton;

namespace plimsoll::views {

class ToolStrip final : public QFrame {
    Q_OBJECT

public:
    explicit ToolStrip(QWidget* parent);
    void setZoom(double zoom);
    void setTheme(const Theme& theme);

signals:
    void zoomInClicked();
    void zoomOutClicked();
    void naturalClicked();
    void fitClicked();
    void exportClicked();

private:
    QToolButton* m_natural;
};

} // namespace plimsoll::views
