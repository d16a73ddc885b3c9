// SPDX-License-Identifier: Apache-2.0
// Graphs to lay out, written as text: "shop/checkout: r>a r>b a>p; shop/plain: s>q" is a group, a part and
// its lines; a name alone is a node without lines. Ranks follow the first letter: r 0, a-c 1, p and q 2.
#pragma once

#include "layout/layout.h"

#include <QString>
#include <QStringList>

#include <map>

namespace plimsoll::test {

inline int rankOf(QChar letter) {
    return letter == u'r' || letter == u's' ? 0 : letter == u'p' || letter == u'q' ? 2 : 1;
}

class GraphText {
public:
    explicit GraphText(const QString& text) {
        for (const QString& part : text.split(u';', Qt::SkipEmptyParts)) {
            const auto colon = part.indexOf(u':');
            const QString where = part.left(colon).trimmed();
            for (const QString& word : part.mid(colon + 1).split(u' ', Qt::SkipEmptyParts)) {
                const QStringList ends = word.split(u'>');
                const auto from = node(where, ends.front());
                if (ends.size() > 1) {
                    input.edges.push_back({from, node(where, ends.back()), 30, 12});
                }
            }
        }
    }
    [[nodiscard]] std::uint32_t at(const QString& id) const { return m_nodes.at(id); }

    layout::Input input;

private:
    std::uint32_t node(const QString& where, const QString& name) {
        // "hub" stands outside of all boxes.
        const QString id = name.startsWith(u"hub") ? name : where + u'/' + name;
        if (const auto known = m_nodes.find(id); known != m_nodes.end()) {
            return known->second;
        }
        layout::InputNode made;
        made.id = id.toStdString();
        made.width = 100;
        made.height = 40;
        if (!name.startsWith(u"hub")) {
            const QString group = where.section(u'/', 0, 0);
            if (!m_groups.contains(group)) {
                m_groups.emplace(group, static_cast<int>(m_groups.size()));
                input.groups.push_back({group.toStdString(), 40, 120, 0, 0});
            }
            m_parts.emplace(where, static_cast<int>(m_parts.size()));
            made.group = m_groups.at(group);
            made.part = m_parts.at(where);
            made.rank = rankOf(name.front());
        }
        const auto index = static_cast<std::uint32_t>(input.nodes.size());
        input.nodes.push_back(made);
        m_nodes.emplace(id, index);
        return index;
    }

    std::map<QString, std::uint32_t> m_nodes;
    std::map<QString, int> m_groups;
    std::map<QString, int> m_parts;
};

/// `services` Knative services of one route and some revisions with pods, in groups of `perGroup`, on one
/// hub.
inline GraphText mesh(int services, int perGroup, int revisions) {
    QString text;
    for (int i = 0; i < services; ++i) {
        const QString where = QStringLiteral("ns%1/s%2").arg(i / perGroup, 4, 10, QLatin1Char('0')).arg(i);
        text += where + QStringLiteral(": r hub>r");
        for (int n = 0; n < revisions; ++n) {
            text += n % 3 == 2 ? QStringLiteral(" a%1").arg(n) : QStringLiteral(" r>a%1 a%1>p%1").arg(n);
        }
        text += u';';
    }
    return GraphText(text);
}

inline bool overlap(const layout::Box& a, const layout::Box& b) {
    return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

} // namespace plimsoll::test
