package mailroad.mta;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import mailroad.mta.routing.ResolverWorlds;

/** Random aliases that lead elsewhere, into mailboxes with and without room, to nobody, and in circles. */
final class AliasWorlds {
  static final String ALIAS = "list@local.example";
  private static final String INNER = "inner@local.example";
  private static final String FULL = "full@local.example";

  private AliasWorlds() {}

  static void fill(FakeMailboxes mailboxes, ResolverWorlds worlds, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    mailboxes.account(FULL).full(FULL, true);
    mailboxes.forward(ALIAS, targets(worlds, random));
    mailboxes.forward(INNER, targets(worlds, random));
  }

  private static String[] targets(ResolverWorlds worlds, SplittableRandom random) {
    List<String> out = new ArrayList<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      out.add(
          switch (random.nextInt(10)) {
            case 0 -> "anna@local.example";
            case 1 -> "gone@local.example";
            case 2 -> FULL;
            case 3 -> ALIAS;
            case 4 -> INNER;
            default -> worlds.recipient();
          });
    }
    return out.toArray(String[]::new);
  }
}
