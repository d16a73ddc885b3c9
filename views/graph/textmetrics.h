// SPDX-License-Identifier: Apache-2.0
// The few fonts of the graph, and how wide texts are in them. Made afresh in each thread: a QFont that two
// threads share would share its engine.
#pragma once

#include <QFont>
#include <QFontMetricsF>
#include <QString>
#include <QStringList>

#include <vector>

namespace plimsoll::views {

enum class TextRole { Title, Body, Small, SmallStrong, Tiny, Heading };
inline constexpr int textRoles = 6;

/// The application's font by name: what crosses threads.
struct FontSpec {
    QStringList families;
    static FontSpec application();
};

class TextMetrics {
public:
    explicit TextMetrics(const FontSpec& spec);

    [[nodiscard]] const QFont& font(TextRole role) const { return m_fonts[static_cast<std::size_t>(role)]; }
    [[nodiscard]] double width(const QString& text, TextRole role) const;
    /// One line that fits, with "…" where something was left out: in the middle for names, whose ends differ.
    [[nodiscard]] QString fitted(const QString& text, TextRole role, double room,
                                 Qt::TextElideMode mode = Qt::ElideRight) const;

private:
    std::vector<QFont> m_fonts;
    std::vector<QFontMetricsF> m_metrics;
};

} // namespace plimsoll::views
