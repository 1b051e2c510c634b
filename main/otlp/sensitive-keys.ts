/**
 * Attributes that hold what was said, what tools were given and gave back, and who said it: of Claude Code, Codex CLI,
 * Gemini CLI and OpenTelemetry's conventions for generative AI. `*` at the end stands for any rest. `body`, beside the
 * attribute, is the body of log records.
 */
export const SENSITIVE_KEYS: ReadonlySet<string> = new Set([
  // Claude Code: events
  'prompt',
  'prompt_text',
  'response',
  'body',
  'body_ref',
  'tool_input',
  'tool_parameters',
  // … and its spans, with their events
  'user_prompt',
  'new_context',
  'response.model_output',
  'system_prompt',
  'system_prompt_preview',
  'user_system_prompt',
  'system_reminders',
  'full_command',
  'bash_command',
  'file_path',
  'content',
  'diff',
  'output',
  'user.id',
  'user.email',
  'user.account_uuid',
  'user.account_id',
  'organization.id',
  // Codex CLI
  'arguments',
  'user.name',
  // Gemini CLI
  'request_text',
  'response_text',
  'function_args',
  'installation.id',
  // OpenTelemetry's conventions
  'gen_ai.prompt*',
  'gen_ai.completion*',
  'gen_ai.input.messages',
  'gen_ai.output.messages',
  'gen_ai.system_instructions',
  'gen_ai.tool.call.arguments',
  'gen_ai.tool.call.result',
  'user.full_name',
  'user.hash',
  'enduser.id',
  'enduser.pseudo.id',
  'process.owner',
  'process.command',
  'process.command_line',
  'process.command_args',
])
