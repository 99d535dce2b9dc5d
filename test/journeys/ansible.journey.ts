import assert from 'node:assert/strict';
import type { Journey } from './journey.ts';
import { until } from './workbench/wait.ts';

const site = `- name: Shop
  hosts: web
  roles:
    - shop
  tasks:
    - name: Install curl
      ansible.builtin.apt:
        name: curl
        sate: present
`;

const tasks = `- name: Write the settings
  ansible.builtin.template:
    src: shop.conf.j2
    dest: "/etc/shop-{{ shop_port }}.conf"
    mode: "0644"
`;

/** A first day with a playbook: from nothing by completion, mend it, follow its names through a role. */
const ansible: Journey = {
  name: 'Ansible',
  files: {
    'play/new.yml': '',
    'play/site.yml': site,
    'play/roles/shop/tasks/main.yml': tasks,
    'play/roles/shop/defaults/main.yml': '# Where the shop listens\nshop_port: 8080\n',
    'play/roles/shop/templates/shop.conf.j2': 'listen {{ shop_port }}\n',
  },
  tell: async (vscode, check) => {
    const { keyboard } = vscode.page;
    await check('a playbook comes from nothing by completion', async () => {
      await vscode.openFile('play/new.yml');
      await vscode.complete('playbook');
      await vscode.typeText('Greeting');
      await keyboard.press('Tab');
      await vscode.typeText('web');
      await keyboard.press('Tab');
      await vscode.typeText('Say hello');
      await keyboard.press('Tab');
      await vscode.typeText('cop');
      await vscode.complete('copy');
      await vscode.typeText('/etc/motd');
      await keyboard.press('Escape');
      const written = await vscode.textThatMatches('play/new.yml', /motd/);
      assert.equal(
        written.trimEnd(),
        [
          '- name: Greeting',
          '  hosts: web',
          '  tasks:',
          '    - name: Say hello',
          '      ansible.builtin.copy:',
          '        dest: /etc/motd',
        ].join('\n'),
      );
    });
    await check('what the module lacks is said', async () => {
      await vscode.problem(/copy needs one of content, src/);
    });
    await check('a quick fix mends a misspelt option', async () => {
      await vscode.openFile('play/site.yml');
      await vscode.problem(/has no option sate/);
      await vscode.cursorAt('play/site.yml', 'sate', 'before');
      await vscode.quickFix(/Change to state/);
      await vscode.textThatMatches('play/site.yml', /state: present/);
      await vscode.noProblem(/has no option sate/);
    });
    await check("a variable leads to the role's default", async () => {
      await vscode.openFile('play/roles/shop/tasks/main.yml');
      await vscode.cursorAt('play/roles/shop/tasks/main.yml', '{{ shop');
      await keyboard.press('F12');
      await until('the file of defaults', async () => {
        const shown = await vscode.page.locator('.editor-group-container.active .view-lines').innerText();
        return shown.includes('Where') && (await vscode.cursorLine()) === 2;
      });
    });
    await check('a template says what a variable is and where from', async () => {
      await vscode.openFile('play/roles/shop/templates/shop.conf.j2');
      await vscode.cursorAt('play/roles/shop/templates/shop.conf.j2', '{{ shop');
      assert.match(await vscode.hover(), /role defaults = 8080/);
    });
    await check('the status bar says why it is Ansible', async () => {
      await vscode.openFile('play/site.yml');
      const item = vscode.page.locator('#status\\.languageStatus');
      await until('the language status', async () => {
        await item.hover();
        const shown = await vscode.page.locator('.hover-language-status').allInnerTexts();
        return shown.some((text) => /Ansible/.test(text) && /playbook/.test(text));
      });
      await keyboard.press('Escape');
    });
    await check('nothing popped up', async () => {
      assert.deepEqual(await vscode.notifications(), []);
    });
  },
};

export default ansible;
