# Mail::IMAPClient: see perl.sh.
use strict; use warnings;
use Mail::IMAPClient; use Mail::IMAPClient::BodyStructure;
my $c = Mail::IMAPClient->new(
  Server => 'localhost', Port => $ENV{IMAP}, User => $ENV{LOGIN}, Password => $ENV{PASSWORD}, Uid => 1, Timeout => 60,
  Starttls => [SSL_verify_mode => 1, SSL_ca_file => $ENV{CERTIFICATE}, SSL_verifycn_name => 'localhost'],
  Authmechanism => 'PLAIN', Compress => eval { require IO::Compress::Deflate; 1 } ? 1 : 0) or die "no login: $@";
sub is { my ($found, $wanted, $what) = @_; $found eq $wanted or die "$what: '$found' instead of '$wanted'\n" }
for my $one (qw(IDLE UIDPLUS MOVE NAMESPACE CONDSTORE ESEARCH SORT THREAD=REFERENCES)) { $c->has_capability($one) or die "no $one" }
is($c->message_count('INBOX'), 3, 'count');
$c->select('INBOX') or die $c->LastError;
my @all = $c->search('ALL') or die $c->LastError;
is(scalar @all, 3, 'all');
my ($m2) = $c->search('SUBJECT', $c->Quote('m2'));
is($c->subject($m2), 'm2', 'subject');
my $bs = $c->get_bodystructure($m2) or die $c->LastError;
is(lc $bs->bodytype . '/' . $bs->bodysubtype, 'text/plain', 'structure');
my $env = $c->get_envelope($m2) or die $c->LastError;
is($env->subject, 'm2', 'envelope');
is(($env->from_addresses)[0] =~ /somebody\@remote\.example/ ? 1 : 0, 1, 'from');
$c->set_flag('\Flagged', $m2) or die $c->LastError;
is(join(' ', grep { $_ ne '\Recent' } $c->flags($m2)), '\Flagged', 'flags');
$c->create('Perl/Deep') or die $c->LastError;
my $uids = $c->copy('Perl/Deep', $m2) or die $c->LastError;
$c->move('Perl/Deep', $all[0]) or die $c->LastError;
$c->expunge('INBOX');
is($c->message_count('Perl/Deep'), 2, 'copied and moved');
is($c->message_count('INBOX'), 2, 'left');
my $uid = $c->append_string('Perl/Deep', "Subject: from perl\r\n\r\nperl\r\n", '\Seen', ' 2-Mar-2026 10:00:00 +0000') or die $c->LastError;
$c->select('Perl/Deep') or die $c->LastError;
is($c->message_string($uid), "Subject: from perl\r\n\r\nperl\r\n", 'message');
is($c->internaldate($uid), ' 2-Mar-2026 10:00:00 +0000', 'date') if $c->internaldate($uid) !~ /^02-Mar-2026/;
is(join(' ', sort $c->sort('SUBJECT', 'UTF-8', 'ALL')), join(' ', sort $c->search('ALL')), 'sort');
my $threads = $c->thread('REFERENCES', 'UTF-8', 'ALL') or die $c->LastError;
is(scalar @$threads, 3, 'threads');
my $hash = $c->fetch_hash('RFC822.SIZE', 'INTERNALDATE', 'FLAGS', 'ENVELOPE', 'BODY.PEEK[HEADER.FIELDS (SUBJECT)]');
is(scalar keys %$hash, 3, 'fetched');
my $tag = $c->idle or die $c->LastError;
$c->done($tag) or die $c->LastError;
my @boxes = $c->folders or die $c->LastError;
is(scalar(grep { $_ eq 'Perl/Deep' } @boxes), 1, 'listed');
$c->close; $c->delete('Perl/Deep') or die $c->LastError;
$c->logout or die $c->LastError;
