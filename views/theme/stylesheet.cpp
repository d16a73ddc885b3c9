// SPDX-License-Identifier: Apache-2.0
// One sheet for all views. Widgets say what they are by the dynamic property `role` (card, pill, primary,
// flat, …); tokens stand in the sheet as $name.
#include "theme/theme.h"

#include <array>
#include <utility>

namespace plimsoll::views {
namespace {

// Qt draws a border of a sub-pixel badly: radii and widths are whole logical pixels.
constexpr const char* sheet = R"(
QToolTip { color: $text; background: $card; border: 1px solid $line; padding: 4px 8px; }
QMainWindow, QDialog { background: $ground; }
*[role="bar"] { background: $card; border: none; border-bottom: 1px solid $line; }
*[role="rail"] { background: $card; border: none; border-right: 1px solid $line; }
*[role="status"] { background: $card; border: none; border-top: 1px solid $line; }
*[role="card"] { background: $card; border: 1px solid $line; border-radius: 10px; }
*[role="alarm-card"] { background: $alarmSoft; border: 1px solid $alarmSoft; border-radius: 8px; }
*[role="state-card"] { background: $control; border: 1px solid $control; border-radius: 8px; }
*[role="reserve-card"] { background: $card; border: 1px solid $reserve; border-radius: 8px; }
*[role="routed-card"] { background: $accentSoft; border: 1px solid $accentSoft; border-radius: 8px; }
*[role="hidden-card"] { background: $ground; border: 1px dashed $hidden; border-radius: 8px; }
*[role="code"] { background: $ground; border: none; border-radius: 6px; }
QDialog *[role="code"] { background: $card; }
*[role="rule"] { background: $grid; border: none; }
QLabel { background: transparent; }
QLabel[tone="muted"] { color: $muted; }
QLabel[tone="accent"] { color: $accent; }
QLabel[tone="alarm"] { color: $alarm; }
QLabel[tone="reserve"] { color: $reserve; }
QLabel[tone="routed"] { color: $routed; }
QLabel[tone="ok"] { color: $ok; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }

QPushButton { background: $control; color: $accent; border: 1px solid transparent; border-radius: 6px;
  padding: 5px 14px; font-weight: 500; min-height: 18px; }
QPushButton:hover { background: $accentSoft; }
QPushButton:pressed { border-color: $accent; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $hidden; }
QPushButton[role="primary"] { background: $accent; color: $onAccent; font-weight: 600; border-radius: 8px; }
QPushButton[role="primary"]:hover { background: $accentHover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 4px 13px; }
QPushButton[role="primary"]:disabled { background: $control; color: $hidden; }
QPushButton[tall="true"] { min-height: 24px; }
QPushButton[role="flat"] { background: transparent; padding: 5px 8px; }
QPushButton[role="flat"]:hover { background: $control; }
QToolButton { background: transparent; color: $text; border: 1px solid transparent; border-radius: 6px;
  padding: 4px; }
QToolButton:hover { background: $control; }
QToolButton:focus, QToolButton:pressed { border-color: $accent; }
QToolButton:checked { background: $accentSoft; color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[role="chip"] { background: $control; padding: 4px 10px; }
QToolButton[role="chip"]:hover { background: $accentSoft; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox { background: $field; color: $text; border: 1px solid $line;
  border-radius: 6px; padding: 4px 8px; selection-background-color: $accentSoft; selection-color: $text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus { border-color: $accent; }
QComboBox { background: $control; color: $text; border: 1px solid transparent; border-radius: 6px;
  padding: 4px 10px; min-height: 18px; }
QComboBox:hover { background: $accentSoft; }
QComboBox:focus { border-color: $accent; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { width: 14px; height: 14px; image: url(:/plimsoll/icons/chevron-$mode.svg); }
QComboBox QAbstractItemView { background: $card; border: 1px solid $line; outline: none;
  selection-background-color: $accentSoft; selection-color: $text; }
QCheckBox, QRadioButton { spacing: 8px; background: transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px;
  background: $card; }
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url(:/plimsoll/icons/checked-$mode.svg); }

QMenu { background: $card; color: $text; border: 1px solid $line; padding: 6px 0; }
QMenu::item { padding: 6px 28px 6px 14px; }
QMenu::icon { padding-left: 14px; }
QMenu::item:selected { background: $accentSoft; color: $text; }
QMenu::item:disabled { color: $hidden; }
QMenu::separator { height: 1px; background: $grid; margin: 5px 0; }

QAbstractItemView { background: $card; alternate-background-color: $card; color: $text; border: none;
  outline: none; gridline-color: $grid; selection-background-color: $accentSoft; selection-color: $text; }
QListView::item { padding: 5px 8px; }
QHeaderView { background: $card; border: none; }
QHeaderView::section { background: $card; color: $muted; border: none; border-bottom: 1px solid $line;
  padding: 7px 8px; font-weight: 500; }
QHeaderView::section:hover { color: $text; }
QTableView QTableCornerButton::section { background: $card; border: none; }

QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: $hidden; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $line; }
QProgressBar { background: $grid; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
)";

} // namespace

QString styleSheet(const Theme& theme) {
    const QColor hover = theme.dark ? theme.accent.lighter(110) : theme.accent.darker(112);
    // Longest names first: $lineX would else be read as $line.
    const std::array<std::pair<QString, QString>, 18> tokens{{
        {QStringLiteral("$accentHover"), hover.name()},
        {QStringLiteral("$accentSoft"), theme.accentSoft.name()},
        {QStringLiteral("$onAccent"), theme.onAccent.name()},
        {QStringLiteral("$accent"), theme.accent.name()},
        {QStringLiteral("$alarmSoft"), theme.alarmSoft.name()},
        {QStringLiteral("$alarm"), theme.alarm.name()},
        {QStringLiteral("$control"), theme.control.name()},
        {QStringLiteral("$field"), theme.ground.name()},
        {QStringLiteral("$ground"), theme.ground.name()},
        {QStringLiteral("$hidden"), theme.hidden.name()},
        {QStringLiteral("$reserve"), theme.reserve.name()},
        {QStringLiteral("$routed"), theme.routed.name()},
        {QStringLiteral("$muted"), theme.muted.name()},
        {QStringLiteral("$card"), theme.card.name()},
        {QStringLiteral("$grid"), theme.grid.name()},
        {QStringLiteral("$line"), theme.line.name()},
        {QStringLiteral("$text"), theme.text.name()},
        {QStringLiteral("$mode"), theme.dark ? QStringLiteral("dark") : QStringLiteral("light")},
    }};
    QString text = QString::fromLatin1(sheet);
    for (const auto& [name, value] : tokens) {
        text.replace(name, value);
    }
    return text.replace(QStringLiteral("$ok"), theme.ok.name());
}

} // namespace plimsoll::views
