/**
 * Ports behind which something stands that nobody may reach from everywhere: the list of Security Hub's EC2.19 (read November 2026), and the
 * stores and consoles that are found open most often.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
const GUARDED_PORTS: ReadonlyMap<number, string> = new Map([
  [20, 'FTP'],
  [21, 'FTP'],
  [22, 'SSH'],
  [23, 'Telnet'],
  [25, 'SMTP'],
  [110, 'POP3'],
  [135, 'RPC'],
  [143, 'IMAP'],
  [445, 'SMB'],
  [1433, 'SQL Server'],
  [1434, 'SQL Server'],
  [1521, 'Oracle'],
  [2375, 'Docker'],
  [2376, 'Docker'],
  [2379, 'etcd'],
  [3000, 'a development server'],
  [3306, 'MySQL'],
  [3309, 'MySQL'],
  [3389, 'Remote Desktop'],
  [4333, 'mSQL'],
  [5000, 'a development server'],
  [5432, 'PostgreSQL'],
  [5439, 'Redshift'],
  [5500, 'VNC'],
  [5601, 'OpenSearch Dashboards'],
  [5900, 'VNC'],
  [5985, 'WinRM'],
  [5986, 'WinRM'],
  [6379, 'Redis'],
  [8080, 'a proxy'],
  [8088, 'a web console'],
  [8888, 'a web console'],
  [9092, 'Kafka'],
  [9200, 'OpenSearch'],
  [9300, 'OpenSearch'],
  [11211, 'Memcached'],
  [27017, 'MongoDB'],
  [27018, 'MongoDB'],
]);

/** Ports whose protocol sends passwords as plain text, so that everybody on the way reads them. */
const CLEAR_TEXT_PORTS: ReadonlyMap<number, string> = new Map([
  [20, 'FTP'],
  [21, 'FTP'],
  [23, 'Telnet'],
  [512, 'rexec'],
  [513, 'rlogin'],
  [514, 'rsh'],
]);

/** What stands behind the guarded ports of a range: `SSH (22)`. */
export function guardedPorts(from: number, to: number): readonly string[] {
  return within(GUARDED_PORTS, from, to);
}

/** What in a range sends passwords as plain text: `Telnet (23)`. */
export function clearTextPorts(from: number, to: number): readonly string[] {
  return within(CLEAR_TEXT_PORTS, from, to);
}

function within(ports: ReadonlyMap<number, string>, from: number, to: number): readonly string[] {
  return [...ports].filter(([port]) => from <= port && port <= to).map(([port, name]) => `${name} (${port})`);
}
