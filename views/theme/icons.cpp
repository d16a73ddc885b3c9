// SPDX-License-Identifier: Apache-2.0
#include "theme/icons.h"

#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include <algorithm>

// A static library's resources are only there once they are asked for, from outside any namespace.
static void loadResources() {
    Q_INIT_RESOURCE(plimsoll);
}

namespace plimsoll::views {
namespace {

QString fileOf(Icon icon) {
    switch (icon) {
    case Icon::Mark:
        return QStringLiteral("mark");
    case Icon::Graph:
        return QStringLiteral("graph");
    case Icon::LoadLine:
        return QStringLiteral("loadline");
    case Icon::Revisions:
        return QStringLiteral("revisions");
    case Icon::Session:
        return QStringLiteral("session");
    case Icon::Status:
        return QStringLiteral("status");
    case Icon::Alarm:
        return QStringLiteral("alarm");
    case Icon::Check:
        return QStringLiteral("check");
    case Icon::Chevron:
        return QStringLiteral("chevron");
    case Icon::Close:
        return QStringLiteral("close");
    case Icon::Context:
        return QStringLiteral("context");
    case Icon::Copy:
        return QStringLiteral("copy");
    case Icon::Demo:
        return QStringLiteral("demo");
    case Icon::Denied:
        return QStringLiteral("denied");
    case Icon::Export:
        return QStringLiteral("export");
    case Icon::File:
        return QStringLiteral("file");
    case Icon::Folder:
        return QStringLiteral("folder");
    case Icon::Hide:
        return QStringLiteral("hide");
    case Icon::Info:
        return QStringLiteral("info");
    case Icon::Menu:
        return QStringLiteral("menu");
    case Icon::Refresh:
        return QStringLiteral("refresh");
    case Icon::Search:
        return QStringLiteral("search");
    case Icon::Show:
        return QStringLiteral("show");
    case Icon::Undo:
        return QStringLiteral("undo");
    case Icon::Yaml:
        return QStringLiteral("yaml");
    }
    return {};
}

QByteArray svgOf(Icon icon) {
    loadResources();
    QFile file(QStringLiteral(":/plimsoll/icons/%1.svg").arg(fileOf(icon)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

class Engine final : public QIconEngine {
public:
    Engine(Icon icon, Tone tone) : m_icon(icon), m_tone(tone) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const QColor colour = mode == QIcon::Disabled ? current().hidden : colourOf(m_tone);
        paintIcon(*painter, m_icon, colour, rect);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return pixmap;
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override {
        return pixmap(size, mode, state); // `size` is in device pixels already
    }
    [[nodiscard]] QIconEngine* clone() const override { return new Engine(m_icon, m_tone); }

private:
    Icon m_icon;
    Tone m_tone;
};

} // namespace

QColor colourOf(Tone tone, const Theme& theme) {
    switch (tone) {
    case Tone::Text:
        return theme.text;
    case Tone::Muted:
        return theme.muted;
    case Tone::Accent:
        return theme.accent;
    case Tone::OnAccent:
        return theme.onAccent;
    case Tone::Routed:
        return theme.routed;
    case Tone::Reserve:
        return theme.reserve;
    case Tone::Hidden:
        return theme.hidden;
    case Tone::Alarm:
        return theme.alarm;
    case Tone::Ok:
        return theme.ok;
    }
    return theme.text;
}

void paintIcon(QPainter& painter, Icon icon, const QColor& colour, const QRectF& where) {
    QByteArray svg = svgOf(icon);
    svg.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    const double side = std::min(where.width(), where.height());
    QRectF square(0, 0, side, side);
    square.moveCenter(where.center());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    renderer.render(&painter, square);
    painter.restore();
}

QIcon themedIcon(Icon icon, Tone tone) {
    return QIcon(new Engine(icon, tone));
}

QIcon programIcon() {
    loadResources();
    return QIcon(QStringLiteral(":/plimsoll/icons/org.plimsoll.Plimsoll.svg"));
}

IconLabel::IconLabel(Icon icon, Tone tone, int size, QWidget* parent)
    : QWidget(parent), m_icon(icon), m_tone(tone) {
    setFixedSize(size, size);
}

void IconLabel::setIcon(Icon icon, Tone tone) {
    m_icon = icon;
    m_tone = tone;
    update();
}

void IconLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    paintIcon(painter, m_icon, colourOf(m_tone), rect());
}

} // namespace plimsoll::views
