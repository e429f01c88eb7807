package mailroad.transfer;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.mailbox.Flag;
import mailroad.mailbox.Flags;

/** Flags as others write them. */
public final class FlagWords {
  private FlagWords() {}

  /** The flags of words such as {@code \Seen} and {@code $Forwarded}; what is none, as {@code \Recent}, is left out. */
  public static Flags of(List<String> words) {
    Set<Flag> system = EnumSet.noneOf(Flag.class);
    List<String> keywords = new ArrayList<>();
    for (String word : words) {
      Optional<Flag> flag = Flag.parse(word);
      if (flag.isPresent()) {
        system.add(flag.get());
      } else if (Flags.isKeyword(word)) {
        keywords.add(word);
      }
    }
    return Flags.of(system, keywords);
  }
}
