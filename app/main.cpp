// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"
#include "app/commands/commands.h"
#include "app/log.h"
#include "app/window.h"
#include "base/allocator.h"

#include <QApplication>

#include <clocale>

namespace plimsoll::app {

namespace {

bool hasDisplay() {
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
}

int runCommand(const Arguments& arguments) {
    if (arguments.command == "revisions") {
        return revisionsCommand(arguments);
    }
    if (arguments.command == "weight") {
        return weightCommand(arguments);
    }
    if (arguments.command == "dump") {
        return dumpCommand(arguments);
    }
    if (arguments.command == "lint") {
        return lintCommand(arguments);
    }
    if (arguments.command == "status") {
        return statusCommand(arguments);
    }
    if (arguments.command == "cookie") {
        return cookieCommand(arguments);
    }
    return changeCommand(arguments);
}

int runGui(int argc, char** argv, const Arguments& arguments) {
    const bool windowed = arguments.command.empty() && hasDisplay();
    if (!windowed && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen"); // files are drawn without a screen
    }
    const QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // QApplication sets the user's; Graphviz reads numbers with it
    QCoreApplication::setOrganizationName(QStringLiteral("plimsoll"));
    QCoreApplication::setApplicationName(QStringLiteral("plimsoll"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PLIMSOLL_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.plimsoll.Plimsoll"));
    if (arguments.command == "export") {
        return exportCommand(arguments);
    }
    return windowed ? runWindow(arguments) : renderInstead(arguments);
}

int run(int argc, char** argv) {
    const auto arguments = parseArguments(std::vector<std::string>(argv + 1, argv + argc));
    if (!arguments) {
        return complain(arguments.error());
    }
    if (arguments->help) {
        print(helpText(arguments->command));
        return 0;
    }
    if (arguments->version) {
        print("plimsoll " PLIMSOLL_VERSION "\n");
        return 0;
    }
    startLog(arguments->verbosity);
    if (arguments->command.empty() || arguments->command == "export") {
        return runGui(argc, argv, *arguments);
    }
    const QCoreApplication app(argc, argv);
    return runCommand(*arguments);
}

} // namespace
} // namespace plimsoll::app

int main(int argc, char** argv) {
    plimsoll::shareOneHeap();
    return plimsoll::app::run(argc, argv);
}
