using CiBudget.Benchmarks;

return args switch
{
    ["ratios", .. var names] => Ratios.Run(names),
    ["micro", .. var rest] => Micro.Run(rest),
    // What the ratios start as processes of their own.
    ["append", var folder, var id, var count] => LedgerFigures.AppendAsChild(folder, id, count),
    ["check", var folder] => GateFigures.CheckAsChild(folder),
    ["first-answer", var host] => ReplayFigures.FirstAnswerAsChild(host),
    _ => Ratios.Usage(),
};
