// SPDX-License-Identifier: Apache-2.0
#include "graph/graphexport.h"

#include "graph/legend.h"
#include "graph/scenebuilder.h"
#include "graph/scenepainter.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace plimsoll::views {
namespace {

constexpr double margin = 24;
constexpr double widestPage = 14'400;      // PDF readers take at most 200 inches
constexpr double mostPixels = 120'000'000; // of a PNG: 480 MB while it is painted
constexpr double longestSide = 32'000;     // QPainter's own limit is 32,767
constexpr double leastWidth = 720;         // the legend needs some room

enum class Format { Svg, Png, Pdf, Dot, Json };

Result<Format> formatOf(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("svg")) {
        return Format::Svg;
    }
    if (suffix == QLatin1String("png")) {
        return Format::Png;
    }
    if (suffix == QLatin1String("pdf")) {
        return Format::Pdf;
    }
    if (suffix == QLatin1String("dot") || suffix == QLatin1String("gv")) {
        return Format::Dot;
    }
    if (suffix == QLatin1String("json")) {
        return Format::Json;
    }
    return fail(
        ErrorCode::Input,
        suffix.isEmpty() ? "the file name has no suffix to tell the format by"
                         : "\"." + shortened(suffix.toStdString(), 20) + "\" is no format of the graph",
        shortened(path.toStdString(), 200), "Give a name that ends in .svg, .png, .pdf, .dot, .gv or .json");
}

std::vector<std::string> openNamespaces(const engine::Picture& picture, bool all) {
    if (!all) {
        return graph::openFirst(picture.graph, openBudget);
    }
    std::vector<std::string> open;
    open.reserve(picture.graph->namespaces.size());
    for (const auto& summary : picture.graph->namespaces) {
        open.push_back(summary.ns);
    }
    return open;
}

/// A scene with its legend on one sheet.
class Sheet {
public:
    Sheet(ScenePtr scene, const GraphExport& options)
        : m_scene(std::move(scene)), m_options(options), m_metrics(FontSpec::application()) {
        m_size = {std::max(leastWidth, std::ceil(m_scene->bounds.width() + 2 * margin)),
                  std::ceil(m_scene->bounds.height() + 2 * margin + legendHeight)};
    }
    [[nodiscard]] QSizeF size() const { return m_size; }

    void paint(QPainter& painter) const {
        painter.fillRect(QRectF(QPointF(), m_size), m_options.theme.ground);
        painter.save();
        painter.translate(QPointF(margin, margin) - m_scene->bounds.topLeft());
        ScenePainter(m_options.theme, m_metrics)
            .paint(painter, *m_scene, m_scene->bounds.adjusted(-9, -9, 9, 9), 1);
        painter.restore();
        const QString source = qs(m_scene->picture->source.name);
        paintLegend(painter, QRectF(0, m_size.height() - legendHeight, m_size.width(), legendHeight),
                    m_options.theme, m_metrics, source.left(60));
    }

private:
    ScenePtr m_scene;
    const GraphExport& m_options;
    TextMetrics m_metrics;
    QSizeF m_size;
};

Result<QByteArray> svgOf(const Sheet& sheet) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(sheet.size().toSize());
    generator.setViewBox(QRectF(QPointF(), sheet.size()));
    generator.setTitle(QStringLiteral("Plimsoll: configured routes"));
    QPainter painter;
    if (!painter.begin(&generator)) {
        return fail(ErrorCode::Internal, "the SVG could not be drawn");
    }
    sheet.paint(painter);
    painter.end();
    return bytes;
}

Result<QByteArray> pngOf(const Sheet& sheet, double wantedScale) {
    const QSizeF size = sheet.size();
    const double wanted = std::isfinite(wantedScale) ? std::clamp(wantedScale, 0.05, 8.0) : 2.0;
    const double scale = std::min({wanted, longestSide / std::max(size.width(), size.height()),
                                   std::sqrt(mostPixels / (size.width() * size.height()))});
    QImage image(std::max(1, static_cast<int>(std::ceil(size.width() * scale))),
                 std::max(1, static_cast<int>(std::ceil(size.height() * scale))), QImage::Format_RGB32);
    if (image.isNull()) {
        return fail(ErrorCode::Internal, "there is not enough memory for the PNG", {},
                    "Export it as SVG instead");
    }
    if (scale < wanted) {
        image.setText(QStringLiteral("Comment"),
                      QStringLiteral("Scale reduced from %1 to %2: the picture would have been too big")
                          .arg(wanted)
                          .arg(scale, 0, 'g', 3));
    }
    QPainter painter(&image);
    painter.scale(scale, scale);
    sheet.paint(painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG")) {
        return fail(ErrorCode::Internal, "the PNG could not be written");
    }
    return bytes;
}

Result<QByteArray> pdfOf(const Sheet& sheet) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::WriteOnly)) {
        return fail(ErrorCode::Internal, "the PDF could not be written");
    }
    QPdfWriter writer(&buffer);
    writer.setTitle(QStringLiteral("Plimsoll: configured routes"));
    writer.setCreator(QStringLiteral("Plimsoll"));
    writer.setResolution(144);
    // One page as large as the picture, a pixel a point; shrunk where readers would refuse it.
    const QSizeF size = sheet.size();
    const double shrink = std::min(1.0, widestPage / std::max(size.width(), size.height()));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setPageSize(QPageSize(size * shrink, QPageSize::Point, QString(), QPageSize::ExactMatch));
    QPainter painter;
    if (!painter.begin(&writer)) {
        return fail(ErrorCode::Internal, "the PDF could not be drawn");
    }
    const double scale = writer.width() / size.width();
    painter.scale(scale, scale);
    sheet.paint(painter);
    painter.end();
    return bytes;
}

Result<QByteArray> drawn(const engine::Picture& picture, const GraphExport& options, Format format) {
    SceneRequest request;
    // Borrowed: the scene does not outlive this function.
    request.picture = engine::PicturePtr(std::shared_ptr<const void>(), &picture);
    const auto open = openNamespaces(picture, options.all);
    request.open = {open.begin(), open.end()};
    request.fonts = FontSpec::application();
    layout::Layouter layouter;
    auto scene = buildScene(request, layouter, {});
    if (!scene) {
        return tl::unexpected(scene.error());
    }
    const Sheet sheet(std::move(*scene), options);
    switch (format) {
    case Format::Svg:
        return svgOf(sheet);
    case Format::Png:
        return pngOf(sheet, options.scale);
    default:
        return pdfOf(sheet);
    }
}

Result<void> write(const QByteArray& bytes, const QString& path) {
    const auto broken = [&](const QString& why) {
        return fail(ErrorCode::Input, "cannot be written: " + why.toStdString(), path.toStdString(),
                    "Choose a folder that exists and that you may write to");
    };
    if (QFileInfo(path).isDir()) {
        return broken(QStringLiteral("it is a folder"));
    }
    QSaveFile file(path); // writes beside the file and renames: never half a picture
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return broken(file.errorString());
    }
    return {};
}

} // namespace

Result<void> exportGraph(const engine::Picture& picture, const GraphExport& options, const QString& path) {
    const auto format = formatOf(path);
    if (!format) {
        return tl::unexpected(format.error());
    }
    if (*format == Format::Dot || *format == Format::Json) {
        const auto open = openNamespaces(picture, options.all);
        const std::string text = *format == Format::Dot
                                     ? graph::toDot(picture.graph, picture.revisions, open)
                                     : graph::toJson(picture.graph, picture.revisions, open);
        return write(QByteArray::fromStdString(text), path);
    }
    const auto bytes = drawn(picture, options, *format);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    return write(*bytes, path);
}

} // namespace plimsoll::views
