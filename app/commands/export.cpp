// SPDX-License-Identifier: Apache-2.0
#include "app/commands/commands.h"
#include "app/sources.h"
#include "graph/graphexport.h"
#include "shell/mainwindow.h"

#include <QEventLoop>
#include <QFileInfo>
#include <QPixmap>

namespace plimsoll::app {
namespace {

using View = views::MainWindow::View;
constexpr QSize windowSize(1440, 900);
constexpr int settleLimit = 20'000; // ms

views::Theme themeOf(const Arguments& arguments) {
    return arguments.theme == "dark" ? views::Theme::darkTheme() : views::Theme::print();
}

int exportGraphTo(const Arguments& arguments) {
    const auto loader = loadFrom(arguments);
    if (!loader) {
        return complain(loader.error());
    }
    const auto picture =
        engine::makePicture((*loader)->cluster(), (*loader)->source().info(), istioVersion(arguments));
    views::GraphExport options;
    options.all = arguments.all;
    options.theme = themeOf(arguments);
    const auto written = views::exportGraph(picture, options, QString::fromStdString(arguments.output));
    return written ? 0 : complain(written.error());
}

std::optional<View> viewNamed(const std::string& name) {
    if (name == "window") {
        return View::Graph;
    }
    if (name == "revisions") {
        return View::Revisions;
    }
    if (name == "load-line") {
        return View::LoadLine;
    }
    if (name == "status") {
        return View::Status;
    }
    if (name == "session") {
        return View::Session;
    }
    return std::nullopt;
}

/// Waits until the model has shown a complete picture.
Result<void> waitComplete(engine::Model& model) {
    QEventLoop loop;
    std::optional<Error> error;
    QObject::connect(&model, &engine::Model::pictureChanged, &loop, [&](const engine::PicturePtr& picture) {
        if (picture->complete) {
            loop.quit();
        }
    });
    QObject::connect(&model, &engine::Model::failed, &loop, [&](const Error& failure) {
        error = failure;
        loop.quit();
    });
    loop.exec();
    return error ? Result<void>(tl::unexpected(*error)) : Result<void>();
}

int exportWindow(const Arguments& arguments, View view) {
    if (!QString::fromStdString(arguments.output).endsWith(QLatin1String(".png"), Qt::CaseInsensitive)) {
        return complain(Error{ErrorCode::Input, "this view is drawn as a picture only", arguments.output,
                              "Give a file name that ends in .png", 0});
    }
    const auto factory = sourceFrom(arguments, {});
    if (!factory) {
        return complain(factory.error());
    }
    engine::ModelOptions options;
    options.readOnly = arguments.readOnly;
    options.istioVersion = istioVersion(arguments);
    engine::Model model(options);
    views::MainWindow window(model, {});
    window.setThemeChoice(arguments.theme == "dark" ? views::ThemeChoice::Dark : views::ThemeChoice::Light);
    window.resize(windowSize);
    window.show();
    model.open(*factory);
    if (const auto complete = waitComplete(model); !complete) {
        return complain(complete.error());
    }
    window.show(view);
    if (!window.settle(settleLimit)) {
        return complain(Error{ErrorCode::Internal, "the view did not come to rest", arguments.view,
                              "Try a smaller part with -n", 0});
    }
    if (!window.grab().save(QString::fromStdString(arguments.output), "PNG")) {
        return complain(Error{ErrorCode::Input, "cannot be written", arguments.output,
                              "Check that the folder exists and may be written", 0});
    }
    return 0;
}

} // namespace

int exportCommand(const Arguments& arguments) {
    if (arguments.output.empty()) {
        return complain(Error{ErrorCode::Input, "no file given", "export", "Name it with -o FILE", 0});
    }
    if (arguments.view == "graph") {
        return exportGraphTo(arguments);
    }
    if (const auto view = viewNamed(arguments.view)) {
        return exportWindow(arguments, *view);
    }
    return complain(Error{ErrorCode::Input, "unknown view \"" + shortened(arguments.view) + "\"", "--view",
                          "Give graph, window, revisions, load-line, session or status", 0});
}

} // namespace plimsoll::app
