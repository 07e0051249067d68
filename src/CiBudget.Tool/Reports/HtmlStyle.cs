namespace CiBudget.Tool;

/// <summary>The style sheet inside the HTML report. Colours keep a contrast of 4.5:1 for text and 3:1 for charts, in light and dark.</summary>
internal static class HtmlStyle
{
    public const string Text = """
        :root {
          color-scheme: light dark;
          --page: #f6f7f9; --card: #ffffff; --line: #d8dde4; --text: #1b1f24; --quiet: #57606a;
          --bad: #b42318; --warn: #7a4d00; --good: #1a6b35; --accent: #3b5bdb; --track: #e6e9ee;
          --input: #3b5bdb; --write: #0b7285; --read: #2b8a3e; --output: #c2255c;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #14171c; --card: #1c2027; --line: #343b46; --text: #e6e9ee; --quiet: #a3adba;
            --bad: #ff8a7a; --warn: #f0b849; --good: #5fd38d; --accent: #8ea2ff; --track: #2b313b;
            --input: #8ea2ff; --write: #4fc3d7; --read: #69db7c; --output: #ff8fb8;
          }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
        header, main, footer { max-width: 76rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 1.5rem; }
        h1 { font-size: 2rem; line-height: 1.2; margin: 0; }
        h2 { font-size: 1.125rem; margin: 0 0 .75rem; }
        p { margin: .25rem 0; }
        .eyebrow { color: var(--quiet); font-weight: 600; letter-spacing: .04em; }
        .bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); } .quiet { color: var(--quiet); }
        .skip { position: absolute; left: -999rem; background: var(--card); color: var(--accent); padding: .5rem 1rem; }
        .skip:focus { left: 1rem; top: .5rem; z-index: 2; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        section, .facts > div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        section { padding: 1rem; margin: 1rem 0; min-width: 0; }
        section.broken { border-left: .375rem solid var(--bad); }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr)); gap: .75rem; margin: 1rem 0; }
        .facts > div { padding: .625rem .875rem; }
        dt { color: var(--quiet); font-size: .875rem; }
        dd { margin: 0; }
        .facts dd { font-size: 1.25rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .facts dd small { display: block; white-space: normal; color: var(--quiet); font-size: .8125rem; font-weight: 400; }
        .charts { columns: 24rem; column-gap: 1rem; margin-bottom: -1rem; }
        .charts section { break-inside: avoid; margin: 0 0 1rem; }
        .rows, .legend { list-style: none; margin: 0; padding: 0; }
        .rows li { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; margin-bottom: .5rem; font-size: .9375rem; }
        .rows .name, td.name, th.name, .spenders li { overflow-wrap: anywhere; }
        .rows .value, td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        svg { display: block; width: 100%; }
        .bar { grid-column: 1 / -1; height: .5rem; border-radius: .25rem; background: var(--track); }
        .stack { height: 1.5rem; border-radius: .25rem; background: var(--track); margin-bottom: .75rem; }
        .columns { height: 9rem; border-bottom: 1px solid var(--line); }
        rect { fill: var(--accent); }
        rect.bad { fill: var(--bad); } rect.warn { fill: var(--warn); } rect.good { fill: var(--good); }
        rect.input { fill: var(--input); } rect.write { fill: var(--write); } rect.read { fill: var(--read); } rect.output { fill: var(--output); }
        .legend li { display: grid; grid-template-columns: 1rem 1fr auto; gap: .5rem; align-items: center; }
        .legend svg { width: .875rem; height: .875rem; border-radius: .125rem; }
        .ends { display: flex; justify-content: space-between; gap: 1rem; color: var(--quiet); font-size: .875rem; }
        .broken dl { display: grid; grid-template-columns: auto 1fr; gap: .125rem 1rem; margin: 0; }
        .broken h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
        .spenders { margin: 0; padding: 0; list-style: none; }
        .spenders li { display: grid; grid-template-columns: auto 1fr; gap: .75rem; }
        code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: .875em; overflow-wrap: anywhere; }
        .findings { margin: 0; padding-left: 1.25rem; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
        caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .5rem; }
        th, td { padding: .375rem .5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
        thead th { white-space: nowrap; vertical-align: bottom; }
        tbody th { font-weight: 400; min-width: 9rem; }
        .sortable { font-size: .875rem; }
        .sortable thead th { white-space: normal; }
        .sortable tbody th { min-width: 16rem; }
        tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
        th button { all: unset; cursor: pointer; font-weight: 600; border-radius: .25rem; }
        th button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        th button::after { content: "\00a0\2195"; color: var(--quiet); }
        th[aria-sort=ascending] button::after { content: "\00a0\2191"; color: var(--accent); }
        th[aria-sort=descending] button::after { content: "\00a0\2193"; color: var(--accent); }
        td .bar { margin-top: .5rem; min-width: 6rem; }
        .filter { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; margin-bottom: .75rem; }
        .filter[hidden] { display: none; }
        .filter label { color: var(--quiet); }
        input { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet); border-radius: .375rem; padding: .25rem .5rem; min-width: 12rem; }
        footer { color: var(--quiet); font-size: .875rem; padding-bottom: 2rem; overflow-wrap: anywhere; }
        @media print { .filter, .skip { display: none; } section { break-inside: avoid; } }
        """;
}
