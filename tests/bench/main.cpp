// SPDX-License-Identifier: Apache-2.0
// plimsoll_bench COMMAND ARGUMENTS…: see bench.h; tests/bench/run calls it.
#include "base/allocator.h"
#include "bench/bench.h"

#include <QApplication>

#include <clocale>
#include <cstdio>
#include <map>

int main(int argc, char** argv) {
    using namespace plimsoll::bench;
    plimsoll::shareOneHeap(); // as the program does
    const QApplication app(argc, argv);
    std::setlocale(LC_NUMERIC, "C");
    const std::map<QString, int (*)(const QStringList&)> commands{
        {QStringLiteral("demo-load"), demoLoad},  {QStringLiteral("demo-window"), demoWindow},
        {QStringLiteral("mesh"), meshScale},      {QStringLiteral("serve"), serve},
        {QStringLiteral("load"), load},           {QStringLiteral("store"), store},
        {QStringLiteral("storm"), storm},         {QStringLiteral("watch"), watch},
        {QStringLiteral("window"), window},       {QStringLiteral("rest"), resting},
        {QStringLiteral("slow"), slow},           {QStringLiteral("carrier"), carrier},
        {QStringLiteral("endpoints"), endpoints}, {QStringLiteral("endpoints-model"), endpointsModel},
        {QStringLiteral("discard"), discard},     {QStringLiteral("picture"), picture},
        {QStringLiteral("dump"), readDump},
    };
    const auto command = commands.find(QApplication::arguments().value(1));
    if (command == commands.end()) {
        std::fputs("error: not a measurement; use tests/bench/run\n", stderr);
        return 1;
    }
    return command->second(QApplication::arguments().mid(2));
}
