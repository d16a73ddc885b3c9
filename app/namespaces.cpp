// SPDX-License-Identifier: Apache-2.0
#include "app/namespaces.h"

#include <QSettings>
#include <QStringList>
#include <QUrl>

namespace plimsoll::app {
namespace {

QSettings settings() {
    return QSettings(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
}

/// Context names hold slashes and colons (EKS), which would be groups of settings.
QString keyOf(const std::string& context) {
    return QStringLiteral("namespaces/") +
           QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(context)));
}

} // namespace

std::vector<std::string> savedNamespaces(const std::string& context) {
    std::vector<std::string> names;
    for (const auto& name : settings().value(keyOf(context)).toStringList()) {
        names.push_back(name.toStdString());
    }
    return names;
}

void saveNamespaces(const std::string& context, const std::vector<std::string>& names) {
    QStringList list;
    for (const auto& name : names) {
        list << QString::fromStdString(name);
    }
    if (list.isEmpty()) {
        settings().remove(keyOf(context));
    } else {
        settings().setValue(keyOf(context), list);
    }
}

} // namespace plimsoll::app
