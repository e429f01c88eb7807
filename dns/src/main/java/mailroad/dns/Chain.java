package mailroad.dns;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;

/**
 * The aliases of an answer section, followed from the name that was asked. What the chain does not
 * touch is ignored, whoever put it there; a CNAME that a DNAME implies is made here and not believed.
 *
 * @param aliases the CNAMEs, in order
 * @param end the name where the chain ends
 * @param records those of the type asked for at {@code end}; empty if the section has none
 * @param broken why the chain cannot be followed, such as a loop; empty if it can
 */
record Chain(List<CNAMERecord> aliases, Name end, List<Record> records, Optional<String> broken) {
  /**
   * Follows the chain.
   *
   * @param within only owners at or below this name are believed
   * @param aliasesMax a longer chain is broken
   */
  static Chain follow(Question question, List<Record> answer, Name within, int aliasesMax) {
    List<CNAMERecord> aliases = new ArrayList<>();
    Set<Name> seen = new LinkedHashSet<>();
    Name at = question.name();
    while (true) {
      if (!seen.add(at)) {
        return broken(aliases, at, "the aliases loop at " + Records.show(at));
      }
      if (!at.subdomain(within)) {
        return new Chain(aliases, at, List.of(), Optional.empty());
      }
      List<Record> records = Records.of(answer, at, question.type());
      Optional<CNAMERecord> alias;
      try {
        alias = records.isEmpty() ? aliasOf(at, answer, within) : Optional.empty();
      } catch (NameTooLongException e) {
        return broken(aliases, at, "a DNAME makes too long a name of " + Records.show(at));
      }
      if (alias.isEmpty()) {
        return new Chain(aliases, at, records, Optional.empty());
      }
      if (aliases.size() == aliasesMax) {
        return broken(aliases, at, "more than %d aliases".formatted(aliasesMax));
      }
      aliases.add(alias.get());
      at = alias.get().getTarget();
    }
  }

  private static Chain broken(List<CNAMERecord> aliases, Name at, String why) {
    return new Chain(aliases, at, List.of(), Optional.of(why));
  }

  private static Optional<CNAMERecord> aliasOf(Name name, List<Record> answer, Name within)
      throws NameTooLongException {
    for (Record record : answer) {
      if (record instanceof CNAMERecord cname && cname.getName().equals(name)) {
        return Optional.of(cname);
      }
    }
    for (Record record : answer) {
      // RFC 6672 section 2.2: a DNAME renames what is below it, not itself.
      if (record instanceof DNAMERecord dname
          && Records.isBelow(name, dname.getName())
          && dname.getName().subdomain(within)) {
        return Optional.of(new CNAMERecord(name, DClass.IN, dname.getTTL(), name.fromDNAME(dname)));
      }
    }
    return Optional.empty();
  }

  /** The aliases in our words. */
  List<Rr> aliasRrs() {
    return Records.rrs(List.copyOf(aliases));
  }
}
