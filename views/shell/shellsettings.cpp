// SPDX-License-Identifier: Apache-2.0
#include "shell/shellsettings.h"

#include <QSettings>

namespace plimsoll::views {
namespace {

QString nameOf(ThemeChoice choice) {
    switch (choice) {
    case ThemeChoice::Light:
        return QStringLiteral("light");
    case ThemeChoice::Dark:
        return QStringLiteral("dark");
    case ThemeChoice::System:
        break;
    }
    return QStringLiteral("system");
}

ThemeChoice themeNamed(const QString& name) {
    if (name == QLatin1String("light")) {
        return ThemeChoice::Light;
    }
    return name == QLatin1String("dark") ? ThemeChoice::Dark : ThemeChoice::System;
}

} // namespace

ShellSettings ShellSettings::load() {
    const QSettings settings(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
    ShellSettings loaded;
    loaded.geometry = settings.value(QStringLiteral("window/geometry")).toByteArray();
    loaded.splitter = settings.value(QStringLiteral("window/splitter")).toByteArray();
    loaded.theme = themeNamed(settings.value(QStringLiteral("window/theme")).toString());
    const int view = settings.value(QStringLiteral("window/view"), 1).toInt();
    loaded.view = view >= 1 && view <= 5 ? view : 1; // written by hand, or by a newer version
    loaded.lastContext = settings.value(QStringLiteral("source/lastContext")).toString();
    return loaded;
}

void ShellSettings::save() const {
    QSettings settings(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
    settings.setValue(QStringLiteral("window/geometry"), geometry);
    settings.setValue(QStringLiteral("window/splitter"), splitter);
    settings.setValue(QStringLiteral("window/theme"), nameOf(theme));
    settings.setValue(QStringLiteral("window/view"), view);
    settings.setValue(QStringLiteral("source/lastContext"), lastContext);
}

} // namespace plimsoll::views
