// SPDX-License-Identifier: Apache-2.0
#include "app/consent.h"

#include "app/commands/commands.h"

#include <unistd.h>

#include <QCryptographicHash>
#include <QSettings>

#include <iostream>

namespace plimsoll::app {
namespace {

QString settingsKey(const std::string& context, const std::string& commandLine) {
    const QByteArray thing =
        QByteArray::fromStdString(context) + '\0' + QByteArray::fromStdString(commandLine);
    return QStringLiteral("credentialPlugins/") +
           QString::fromLatin1(QCryptographicHash::hash(thing, QCryptographicHash::Sha256).toHex());
}

QSettings settings() {
    return QSettings(QStringLiteral("plimsoll"), QStringLiteral("plimsoll"));
}

} // namespace

bool consentGiven(const std::string& context, const std::string& commandLine) {
    return settings().value(settingsKey(context, commandLine), false).toBool();
}

void rememberConsent(const std::string& context, const std::string& commandLine) {
    settings().setValue(settingsKey(context, commandLine), true);
}

bool onTerminal() {
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

bool confirmOnTerminal(const std::string& question) {
    if (!onTerminal()) {
        return false;
    }
    print(question + " [y/N] ", stderr);
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

bool consentOnTerminal(const std::string& context, const std::string& commandLine) {
    if (consentGiven(context, commandLine)) {
        return true;
    }
    if (!onTerminal()) {
        print("The context \"" + context + "\" runs a credential plugin: " + commandLine +
                  "\nThere is no terminal to ask on: allow it with --allow-exec-plugin.\n",
              stderr);
        return false;
    }
    if (!confirmOnTerminal("The context \"" + context + "\" runs a credential plugin:\n  " + commandLine +
                           "\nRun it, now and from now on?")) {
        return false;
    }
    rememberConsent(context, commandLine);
    return true;
}

} // namespace plimsoll::app
