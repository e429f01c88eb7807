package mailroad.guard.door;

import java.util.ArrayList;
import java.util.List;
import mailroad.guard.verdict.Evidence;
import mailroad.smtp.server.Conduct;

/** What the conduct of a client shows. Pure. */
final class ConductCheck {
  private ConductCheck() {}

  static List<Evidence> evidence(Conduct conduct, ConductConfig config) {
    List<Evidence> out = new ArrayList<>();
    if (conduct.earlyTalk()) {
      out.add(
          new Evidence(
              "early-talk", config.earlyTalk(), "the sending program did not wait for its turn"));
    }
    if (conduct.earlyCommands() > 0) {
      out.add(
          new Evidence(
              "early-pipelining",
              config.earlyCommands(),
              "the sending program did not wait for answers that it needed"));
    }
    if (conduct.bareNewlines() > 0) {
      out.add(
          new Evidence(
              "bare-newline",
              config.bareNewlines(),
              "the sending program ends lines as no mail server does"));
    }
    if (conduct.foreignCommands() > 0) {
      out.add(
          new Evidence(
              "foreign-command",
              config.foreignCommands(),
              "the sending program spoke another protocol than that of mail"));
    }
    if (conduct.badCommands() > 0) {
      out.add(
          new Evidence(
              "bad-commands",
              Math.min(config.badCommandsMost(), conduct.badCommands() * config.badCommand()),
              "the sending program gave %d wrong commands".formatted(conduct.badCommands())));
    }
    return out;
  }
}
