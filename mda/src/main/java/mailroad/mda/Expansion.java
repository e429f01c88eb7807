package mailroad.mda;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Why;
import mailroad.store.StoreException;

/** Follows aliases to their ends. Each address is followed once, so that circles end. Used by one task, once. */
final class Expansion {
  private final Resolving resolving;
  private final Addresses addresses;
  private final MdaConfig config;
  private final Set<String> followed = new HashSet<>();
  private final Map<String, End> ends = new LinkedHashMap<>();
  private int steps;
  private boolean tooMany;

  /** Where the way ends. */
  private record End(EmailAddress address, Kind kind, Optional<Resolving.Step.Here> here) {
    enum Kind {
      ACCOUNT,
      ELSEWHERE,
      NOBODY
    }
  }

  Expansion(Resolving resolving, Addresses addresses, MdaConfig config, EmailAddress from) {
    this.resolving = resolving;
    this.addresses = addresses;
    this.config = config;
    followed.add(folded(from));
  }

  void follow(List<EmailAddress> targets, List<Why> why) throws StoreException {
    follow(targets, 1, why);
  }

  /** Whether a bound was passed; then the ends are not all. */
  boolean isTooMany() {
    return tooMany;
  }

  /** Whether any way ended where mail can go. */
  boolean reachesSomebody() {
    return ends.values().stream().anyMatch(end -> end.kind() != End.Kind.NOBODY);
  }

  /** The account, if all ways end there. */
  Optional<Resolving.Step.Here> onlyAccount() {
    return ends.size() == 1 ? ends.values().iterator().next().here() : Optional.empty();
  }

  /**
   * The addresses where the ways end. One that nobody here has stays among them, so that the sender hears of it: mail
   * does not vanish because a list has grown old.
   */
  List<EmailAddress> ends() {
    return ends.values().stream().map(End::address).toList();
  }

  private void follow(List<EmailAddress> targets, int depth, List<Why> why) throws StoreException {
    for (EmailAddress target : targets) {
      if (++steps > config.aliasTargetsMax()) {
        tooMany = true;
        return;
      }
      why.add(follow(target, depth));
    }
  }

  private Why follow(EmailAddress target, int depth) throws StoreException {
    if (!followed.add(folded(target))) {
      return new Why(target + " is passed over: it was met before");
    }
    if (!addresses.isLocal(target.domain())) {
      end(target, End.Kind.ELSEWHERE, Optional.empty());
      return new Why(target + " is elsewhere");
    }
    List<Why> because = new ArrayList<>();
    return switch (resolving.step(target, because)) {
      case Resolving.Step.Here here -> {
        end(target, End.Kind.ACCOUNT, Optional.of(here));
        yield new Why(target + " is somebody here", because);
      }
      case Resolving.Step.Others(List<EmailAddress> targets)
          when depth < config.aliasDepthMax() -> {
        follow(targets, depth + 1, because);
        yield new Why(target + " stands for others", because);
      }
      case Resolving.Step.Others _ -> {
        because.add(new Why("aliases lead on too often", "mda.alias-depth-max"));
        end(target, End.Kind.NOBODY, Optional.empty());
        yield new Why(target + " is not followed", because);
      }
      case Resolving.Step.Nobody() -> {
        end(target, End.Kind.NOBODY, Optional.empty());
        yield new Why("nobody has the address " + target, because);
      }
    };
  }

  private void end(EmailAddress address, End.Kind kind, Optional<Resolving.Step.Here> here) {
    ends.putIfAbsent(folded(address), new End(address, kind, here));
  }

  /** Local parts here compare without case; elsewhere too, for nobody wants a message twice over that. */
  private static String folded(EmailAddress address) {
    return address.toString().toLowerCase(Locale.ROOT);
  }
}
