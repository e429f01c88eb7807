package mailroad.guard.filter;

import java.util.ArrayList;
import java.util.List;
import mailroad.guard.verdict.Filter;
import mailroad.kernel.Domain;
import mailroad.kernel.World;

/** Opens the filters that run outside this server. */
public final class Filters {
  private Filters() {}

  /**
   * The filters of a configuration, in its order. None of them is reached before a message is there for it, and none
   * throws a {@link mailroad.guard.verdict.FilterException}: each follows its own rule where it gets no answer.
   *
   * @param hostname of this server, as filters are told
   */
  public static List<Filter> open(World world, Domain hostname, FiltersConfig config) {
    List<Filter> out = new ArrayList<>();
    for (ClamdLine line : config.clamd()) {
      out.add(guarded(world, config, line.terms(), new Clamd(world, line)));
    }
    for (RspamdLine line : config.rspamd()) {
      out.add(guarded(world, config, line.terms(), new Rspamd(world, line, hostname)));
    }
    for (SpamdLine line : config.spamd()) {
      out.add(guarded(world, config, line.terms(), new Spamd(world, line)));
    }
    for (MilterLine line : config.milters()) {
      out.add(guarded(world, config, line.terms(), new Milter(world, line, hostname)));
    }
    return List.copyOf(out);
  }

  private static Filter guarded(World world, FiltersConfig config, Terms terms, Outside outside) {
    // A try may wait for a place and then ask, and each part may take the whole time.
    Circuit.Rules rules =
        new Circuit.Rules(
            config.failuresMax(),
            config.pauseFirst(),
            config.pauseMax(),
            terms.timeLimit().multipliedBy(2));
    return new Guarded(world, terms, rules, outside);
  }
}
